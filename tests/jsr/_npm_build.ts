import { assertEquals } from "@std/assert";
import type { JsrPackage } from "./_jsr_package.ts";

/** A specifier: the registry, the package's name, its version, a path. */
const FROM_REGISTRY =
  /"(npm|jsr):\/?((?:@[^/"]+\/)?[^@/"]+)@([^/"]+)(\/[^"]*)?"/g;

/** A specifier of another module of the package. */
const OWN_MODULE = /((?:from|import)\s*\(?\s*"\.[^"]+)\.ts"/g;

/**
 * The folder of somebody who uses npm, with what JSR makes of its packages for
 * them: `npm:x@1` is `x` there, `jsr:@std/x@1` is `@jsr/std__x`, and each
 * module is JavaScript.
 */
export class NpmBuild implements Disposable {
  /** The folder. */
  readonly path = Deno.makeTempDirSync();
  readonly #dependencies: Record<string, string> = {};

  private constructor() {}

  /** @param packages All that is loaded from JSR. */
  static async make(packages: readonly JsrPackage[]): Promise<NpmBuild> {
    const build = new NpmBuild();
    packages.forEach((one) => build.#unpack(one));
    build.#write("package.json", {
      type: "module",
      dependencies: build.#dependencies,
    });
    await build.#deno(["install", "--quiet", "--no-lock"]);
    for (const one of packages) await build.#transpile(one);
    return build;
  }

  /**
   * Runs code in the folder.
   *
   * @param program What runs it, and what comes before the code.
   * @param code The code.
   * @returns All that it wrote.
   */
  async run(
    [program, ...args]: readonly [string, ...string[]],
    code: string,
  ): Promise<string> {
    const { stdout, stderr } = await new Deno.Command(program, {
      args: [...args, code],
      cwd: this.path,
      env: { NO_COLOR: "1" },
    }).output();
    const decoder = new TextDecoder();
    return decoder.decode(stdout) + decoder.decode(stderr);
  }

  #unpack({ name, version, exports, files }: JsrPackage): void {
    const folder = npmName(name);
    for (const [path, bytes] of files) {
      const text = new TextDecoder().decode(bytes);
      this.#write(
        `node_modules/${folder}${path}`,
        path.endsWith(".ts") ? this.#forNpm(text) : text,
      );
    }
    const modules = Object.entries(exports).map(([key, path]) => [
      key,
      path.replace(/\.ts$/, ".js"),
    ]);
    this.#write(`node_modules/${folder}/package.json`, {
      name: folder,
      version,
      type: "module",
      exports: Object.fromEntries(modules),
    });
  }

  #forNpm(source: string): string {
    return source.replaceAll(OWN_MODULE, '$1.js"').replaceAll(
      FROM_REGISTRY,
      (_, registry, name, version, path = "") => {
        if (registry === "jsr") return `"${npmName(name)}${path}"`;
        this.#dependencies[name] = version;
        return `"${name}${path}"`;
      },
    );
  }

  async #transpile({ name, files }: JsrPackage): Promise<void> {
    const modules = [...files.keys()].filter((path) =>
      path.endsWith(".ts") && !path.endsWith(".d.ts")
    );
    await this.#deno([
      "transpile",
      "--quiet",
      "--no-config",
      "--outdir=.",
      ...modules.map((path) => `.${path}`),
    ], `node_modules/${npmName(name)}`);
  }

  #write(path: string, content: unknown): void {
    const to = `${this.path}/${path}`;
    Deno.mkdirSync(to.slice(0, to.lastIndexOf("/")), { recursive: true });
    Deno.writeTextFileSync(
      to,
      typeof content === "string" ? content : JSON.stringify(content),
    );
  }

  async #deno(args: string[], folder = ""): Promise<void> {
    const { code, stderr } = await new Deno.Command(Deno.execPath(), {
      args,
      cwd: `${this.path}/${folder}`,
    }).output();
    assertEquals(code, 0, new TextDecoder().decode(stderr));
  }

  [Symbol.dispose](): void {
    Deno.removeSync(this.path, { recursive: true });
  }
}

/** A JSR package's name as npm's users have it: `@jsr/std__assert`. */
export function npmName(name: string): string {
  return `@jsr/${name.slice(1).replace("/", "__")}`;
}
