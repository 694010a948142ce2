import { assertEquals } from "@std/assert";
import { toolsServer } from "../_helpers/tools_server.ts";

/** Their programs, and the test of one. */
const PROGRAMS = ["agent.ts", "agent_test.ts", "main.ts", "model.ts"];

/**
 * Somebody with Deno and a folder, who has never loaded anything from JSR.
 *
 * What npm has comes from the cache that is there: nothing is downloaded twice.
 */
export class Stranger implements Disposable {
  readonly #path = Deno.makeTempDirSync();
  readonly #home = `${this.#path}/home`;
  readonly #cache = `${this.#path}/cache`;
  readonly #jsrUrl: string;

  private constructor(jsrUrl: string) {
    this.#jsrUrl = jsrUrl;
    Deno.mkdirSync(this.#home);
    Deno.mkdirSync(this.#cache);
  }

  /**
   * @param jsrUrl Where JSR is.
   * @param config Their `deno.json`.
   */
  static async make(jsrUrl: string, config: unknown = {}): Promise<Stranger> {
    const stranger = new Stranger(jsrUrl);
    const { stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["info", "--json"],
    }).output();
    const { npmCache } = JSON.parse(new TextDecoder().decode(stdout));
    Deno.symlinkSync(npmCache, `${stranger.#cache}/npm`, { type: "dir" });
    stranger.write("deno.json", JSON.stringify(config));
    const servers = { mcpServers: { tools: toolsServer() } };
    stranger.write("mcp.json", JSON.stringify(servers));
    for (const name of PROGRAMS) {
      const from = new URL(`../integration/stranger/${name}`, import.meta.url);
      Deno.copyFileSync(from, `${stranger.#home}/${name}`);
    }
    return stranger;
  }

  /** Writes a file into their folder. */
  write(name: string, text: string): void {
    Deno.writeTextFileSync(`${this.#home}/${name}`, text);
  }

  /** Runs `deno` there, which has to succeed, and returns what it wrote. */
  async deno(command: string, ...args: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [command, "--quiet", ...args],
      cwd: this.#home,
      // Nothing of ours decides where they are, or what they trace.
      clearEnv: true,
      env: {
        ...Object.fromEntries(
          Object.entries(Deno.env.toObject()).filter(([name]) =>
            !/^(INIT_CWD$|OTEL_)/.test(name)
          ),
        ),
        DENO_DIR: this.#cache,
        JSR_URL: this.#jsrUrl,
        NO_COLOR: "1",
        OTEL_TRACES_FILE: "traces.jsonl",
      },
      stdin: "null",
    }).output();
    const decoder = new TextDecoder();
    const problem = `deno ${command} ${args.join(" ")}: ${
      decoder.decode(stderr)
    }`;
    assertEquals(code, 0, problem);
    return decoder.decode(stdout);
  }

  [Symbol.dispose](): void {
    Deno.removeSync(this.#path, { recursive: true });
  }
}
