import { assert } from "@std/assert";
import { createHash } from "node:crypto";

/** A package as JSR holds it: the files of one version. */
export interface JsrPackage {
  /** Its name, with its scope. */
  readonly name: string;
  readonly version: string;
  /** What can be imported, and the file that it is: `./testing`. */
  readonly exports: Readonly<Record<string, string>>;
  /** Each file by its path, which begins with a slash. */
  readonly files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
}

/** Reads a package from the folder that its `deno.json` is in. */
export function readPackage(folder: string): JsrPackage {
  const files = new Map(
    paths(folder).map((path) => [path, Deno.readFileSync(folder + path)]),
  );
  const config = files.get("/deno.json");
  assert(config !== undefined, `no deno.json in ${folder}`);
  const { name, version, exports } = JSON.parse(
    new TextDecoder().decode(config),
  );
  return {
    name,
    version,
    exports: typeof exports === "string" ? { ".": exports } : exports,
    files,
  };
}

/** What JSR says of a version, from which Deno takes all that it loads. */
export function versionMetadata({ exports, files }: JsrPackage): unknown {
  const manifest = [...files].map(([path, bytes]) => [path, {
    size: bytes.length,
    checksum: `sha256-${createHash("sha256").update(bytes).digest("hex")}`,
  }]);
  return { exports, manifest: Object.fromEntries(manifest) };
}

function paths(folder: string, within = ""): string[] {
  return [...Deno.readDirSync(folder + within)].flatMap((entry) => {
    const path = `${within}/${entry.name}`;
    return entry.isDirectory ? paths(folder, path) : [path];
  });
}
