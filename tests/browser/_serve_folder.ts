import { normalize } from "node:path/posix";

/** A site on loopback, which is gone when it is disposed of. */
export interface ServedFolder extends AsyncDisposable {
  /** `http://127.0.0.1:<port>`. */
  readonly origin: string;
}

const TYPES: Readonly<Record<string, string>> = {
  css: "text/css; charset=utf-8",
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  json: "application/json",
  md: "text/plain; charset=utf-8",
  png: "image/png",
  svg: "image/svg+xml",
  txt: "text/plain; charset=utf-8",
  webp: "image/webp",
  woff2: "font/woff2",
  xml: "application/xml",
};

/**
 * Serves a built site as its host does: `/install` is `install.html`, and what
 * is not there is `404.html`.
 *
 * @param folder The folder of the built files.
 * @returns Where it is served.
 */
export function serveFolder(folder: string): ServedFolder {
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    async ({ url }) => {
      const path = normalize(decodeURIComponent(new URL(url).pathname));
      const names = path.endsWith("/")
        ? [`${path}index.html`]
        : [path, `${path}.html`];
      return await firstFile(folder, names, 200) ??
        await firstFile(folder, ["/404.html"], 404) ??
        new Response("Not found", { status: 404 });
    },
  );
  return {
    origin: `http://127.0.0.1:${server.addr.port}`,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

async function firstFile(
  folder: string,
  names: readonly string[],
  status: number,
): Promise<Response | undefined> {
  for (const name of names) {
    // A folder cannot be read as a file: `/backends` is `/backends.html`.
    const body = await Deno.readFile(folder + name).catch(() => undefined);
    if (body === undefined) continue;
    const type = TYPES[name.split(".").at(-1) ?? ""] ??
      "application/octet-stream";
    return new Response(body, { status, headers: { "content-type": type } });
  }
  return undefined;
}
