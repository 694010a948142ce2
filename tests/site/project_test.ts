import { assertEquals, assertStringIncludes } from "@std/assert";
import {
  addressConfig,
  PROJECT,
  withCloneCommand,
} from "../../docs/.vitepress/project.ts";

const EXAMPLE = {
  repository: "https://github.com/example/turnspan",
  site: "https://example.github.io/turnspan/",
};
const read = (path: string) =>
  Deno.readTextFileSync(new URL(`../../${path}`, import.meta.url));

Deno.test("addressConfig() leaves out what needs an address, where there is none", () => {
  assertEquals(addressConfig({}), { base: "/", themeConfig: {} });
});

Deno.test("addressConfig() makes folder, sitemap and links of the addresses", () => {
  assertEquals(addressConfig(EXAMPLE), {
    base: "/turnspan/",
    sitemap: { hostname: "https://example.github.io/turnspan/" },
    themeConfig: {
      editLink: {
        pattern: "https://github.com/example/turnspan/edit/main/docs/:path",
        text: "Edit this page",
      },
      socialLinks: [{
        icon: "github",
        link: "https://github.com/example/turnspan",
      }],
    },
  });
});

Deno.test("withCloneCommand() shows on Install how to clone, once there is an address", () => {
  const install = read("docs/install.md");
  assertStringIncludes(install, "\n\n<!-- clone -->\n\n");

  const without = withCloneCommand(install, {});
  assertEquals(without.includes("clone -->"), false);
  assertEquals(without.includes("git clone"), false);

  assertStringIncludes(
    withCloneCommand(install, EXAMPLE),
    "\n\n```sh\ngit clone https://github.com/example/turnspan\ncd turnspan\n```\n\n",
  );
});

Deno.test("PROJECT is the one place with an address of the project", () => {
  for (const address of Object.values(PROJECT)) {
    assertEquals(new URL(address).protocol, "https:");
  }
  assertEquals(PROJECT.repository?.endsWith("/") ?? false, false);
  assertEquals(PROJECT.site?.endsWith("/") ?? true, true);
  // The README cannot be made from it, so it is held against it. Its links to
  // pages are relative: JSR and GitHub resolve them as they are.
  const readme = read("README.md");
  for (const address of [PROJECT.site, PROJECT.repository]) {
    if (address !== undefined) assertStringIncludes(readme, address);
  }
  const written = readme.match(/https:\/\/[^\s)]*turnspan[^\s)]*/g) ?? [];
  const known = Object.values(PROJECT);
  assertEquals(
    written.filter((link) =>
      !known.some((address) => link.startsWith(address))
    ),
    [],
  );
});
