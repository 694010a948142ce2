import { assert } from "@std/assert";
import { fileURLToPath } from "node:url";
import {
  type JsrPackage,
  readPackage,
  versionMetadata,
} from "./_jsr_package.ts";

const LINKS = fileURLToPath(import.meta.resolve("../../links"));

/**
 * A registry on loopback that speaks as much of JSR's protocol as
 * `deno publish` and an import of `jsr:` need.
 *
 * The packages of `links/` are there from the start, under the names and
 * versions of the standard library that they stand for.
 */
export class JsrRegistry implements AsyncDisposable {
  /** The paths that were asked for. */
  readonly asked: string[] = [];
  readonly #packages = new Map<string, JsrPackage>();
  readonly #server: Deno.HttpServer<Deno.NetAddr>;

  /** @param packages What it has besides. */
  constructor(...packages: readonly JsrPackage[]) {
    for (const { name } of Deno.readDirSync(LINKS)) {
      this.#add(readPackage(`${LINKS}/${name}`));
    }
    packages.forEach((one) => this.#add(one));
    this.#server = Deno.serve({
      port: 0,
      hostname: "127.0.0.1",
      onListen() {},
    }, (request) => this.#handle(request));
  }

  /** What `JSR_URL` is. */
  get url(): string {
    return `http://127.0.0.1:${this.#server.addr.port}`;
  }

  /** A package that it has. */
  package(name: string): JsrPackage {
    const found = this.#packages.get(name);
    assert(found !== undefined, `no ${name} was published`);
    return found;
  }

  /** All that it has. */
  get packages(): readonly JsrPackage[] {
    return [...this.#packages.values()];
  }

  #add(one: JsrPackage): void {
    this.#packages.set(one.name, one);
  }

  async #handle(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    this.asked.push(pathname);
    return pathname.startsWith("/api/")
      ? await this.#publish(request, pathname)
      : this.#read(pathname);
  }

  /** Answers `deno publish`: the version is new, its package is known. */
  async #publish(request: Request, pathname: string): Promise<Response> {
    if (request.method === "POST") {
      this.#add(await unpacked(request));
      return Response.json({ id: "1", status: "success", error: null });
    }
    return Response.json({}, {
      status: pathname.includes("/versions/") ? 404 : 200,
    });
  }

  #read(pathname: string): Response {
    const [, name = "", rest = ""] = /^\/(@[^/]+\/[^/]+)\/(.*)$/
      .exec(pathname) ?? [];
    const found = this.#packages.get(name);
    if (found === undefined) return new Response("no package", { status: 404 });
    const { version, files } = found;
    if (rest === "meta.json") {
      return Response.json({ latest: version, versions: { [version]: {} } });
    }
    if (rest === `${version}_meta.json`) {
      return Response.json(versionMetadata(found));
    }
    const bytes = rest.startsWith(`${version}/`)
      ? files.get(rest.slice(version.length))
      : undefined;
    return bytes === undefined
      ? new Response("no file", { status: 404 })
      : new Response(bytes);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.shutdown();
  }
}

/** What `deno publish` sent: a gzipped tarball. */
async function unpacked(request: Request): Promise<JsrPackage> {
  const folder = await Deno.makeTempDir();
  try {
    const tar = new Deno.Command("tar", {
      args: ["-xz", "-C", folder],
      stdin: "piped",
    }).spawn();
    await request.body?.pipeTo(tar.stdin);
    assert((await tar.status).success);
    return readPackage(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
