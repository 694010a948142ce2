import { assertEquals } from "@std/assert";
import { pagePaths } from "./_page_paths.ts";
import { serveFolder } from "./_serve_folder.ts";

Deno.test("serveFolder() finds a page without its .html, and says 404 with its page", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.mkdir(`${folder}/site/guide`, { recursive: true });
    await Deno.writeTextFile(`${folder}/secret.txt`, "secret");
    await Deno.writeTextFile(`${folder}/site/index.html`, "home");
    await Deno.writeTextFile(`${folder}/site/guide.html`, "guide");
    await Deno.writeTextFile(`${folder}/site/guide/first.html`, "first");
    await Deno.writeTextFile(`${folder}/site/404.html`, "none");
    await using site = serveFolder(`${folder}/site`);
    const get = async (path: string) => {
      const response = await fetch(site.origin + path);
      return `${response.status} ${await response.text()}`;
    };

    assertEquals(await get("/"), "200 home");
    assertEquals(await get("/guide"), "200 guide");
    assertEquals(await get("/guide/first?x"), "200 first");
    assertEquals(await get("/other"), "404 none");
    assertEquals(await get("/..%2fsecret.txt"), "404 none");
    assertEquals(await pagePaths(`${folder}/site`), [
      "/",
      "/404",
      "/guide",
      "/guide/first",
    ]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
