import { fileURLToPath } from "node:url";
import metadata from "../../deno.json" with { type: "json" };
import importMap from "../../import_map.json" with { type: "json" };
import type { AgentResult } from "../../runners/shared/agent_result.ts";

const ROOT = fileURLToPath(import.meta.resolve("../../"));

/** How a command is run. */
export interface CommandInit {
  /** Set besides what a program needs to find its modules. */
  readonly env?: Readonly<Record<string, string>>;
  /** The project that it is a command of; ours unless given. */
  readonly root?: string;
  /** The folder that the person typed it in: a task keeps it in `INIT_CWD`. */
  readonly cwd?: string;
  /** What is piped to stdin; nothing unless given. */
  readonly stdin?: string;
  /** Changes the flags that the task gives to `deno`. */
  readonly flags?: (flags: readonly string[]) => readonly string[];
  /** The task, by its name in `deno.json`. */
  readonly task?: keyof typeof metadata.tasks;
  /** Stops it. */
  readonly signal?: AbortSignal;
}

/** What became of a command. */
export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a program needs in order to find its modules, or to download them. */
const PASSED_ON = [
  "DENO_CERT",
  "DENO_DIR",
  "DENO_TLS_CA_STORE",
  "HOME",
  "HTTPS_PROXY",
  "HTTP_PROXY",
  "LOCALAPPDATA",
  "NODE_EXTRA_CA_CERTS",
  "NO_PROXY",
  "NPM_CONFIG_REGISTRY",
  "PATH",
  "SSL_CERT_DIR",
  "SSL_CERT_FILE",
  "SystemRoot",
  "XDG_CACHE_HOME",
  "https_proxy",
  "http_proxy",
  "no_proxy",
];

/** Starts a command as its task does, with nothing of our environment. */
export function startCommand(
  args: readonly string[],
  init: CommandInit = {},
): Deno.ChildProcess {
  const { env = {}, cwd, stdin, signal, flags = (own) => own } = init;
  const { task = "plan-execute", root = ROOT } = init;
  const [, ...own] = metadata.tasks[task].command.split(" ");
  // A task that is not quiet says what it downloads. Only a test with a cache of
  // its own is about that.
  if (!own.includes("--quiet") && env.DENO_DIR === undefined) download(own);
  return new Deno.Command(Deno.execPath(), {
    args: [...flags(own), ...args],
    cwd: root,
    env: {
      ...passedOn(),
      ...(cwd === undefined ? {} : { INIT_CWD: cwd }),
      ...env,
    },
    clearEnv: true,
    stdin: stdin === undefined ? "null" : "piped",
    stdout: "piped",
    stderr: "piped",
    ...(signal === undefined ? {} : { signal }),
  }).spawn();
}

function passedOn(): Record<string, string> {
  return Object.fromEntries(PASSED_ON.flatMap((name) => {
    const value = Deno.env.get(name);
    return value === undefined ? [] : [[name, value]];
  }));
}

/** Has a program of ours download what it lacks, quietly. */
function download([run = "run", ...flags]: readonly string[]): void {
  const args = [run, "--quiet", ...flags, "--help"];
  new Deno.Command(Deno.execPath(), {
    args,
    cwd: ROOT,
    env: passedOn(),
    clearEnv: true,
  }).outputSync();
}

/** Runs a command to its end. */
export async function runCommand(
  args: readonly string[],
  init: CommandInit = {},
): Promise<CommandResult> {
  const child = startCommand(args, init);
  if (init.stdin !== undefined) {
    const writer = child.stdin.getWriter();
    await writer.write(new TextEncoder().encode(init.stdin));
    await writer.close();
  }
  return await outcome(child);
}

/** What became of a command that was started. */
export async function outcome(
  child: Deno.ChildProcess,
): Promise<CommandResult> {
  const { code, stdout, stderr } = await child.output();
  const decoder = new TextDecoder();
  return {
    code,
    stdout: decoder.decode(stdout),
    stderr: decoder.decode(stderr),
  };
}

/** The result that `--json` printed: one line and nothing else. */
export function printedResult({ stdout }: CommandResult): AgentResult {
  const lines = stdout.trimEnd().split("\n");
  if (lines.length !== 1) throw new Error(`${lines.length} lines: ${stdout}`);
  return JSON.parse(stdout);
}

/** A task's flags, with another import map; its lock would not fit that. */
export function withImportMap(
  [run = "run", ...flags]: readonly string[],
  map: string,
): string[] {
  const others = flags.filter((flag) => !/^--(lock|frozen|quiet)/.test(flag));
  // Deno warns of an import map in the place of the project's.
  return [run, "--quiet", `--import-map=${map}`, "--no-lock", ...others];
}

/** A temporary folder that is removed at the end of the block. */
export class Folder implements Disposable {
  /** Its path. */
  readonly path = Deno.makeTempDirSync();

  /** Writes a file into it. */
  write(name: string, text: string): string {
    const path = `${this.path}/${name}`;
    Deno.writeTextFileSync(path, text);
    return path;
  }

  /** Writes a program into it, for a shell to run. */
  program(name: string, script: string): void {
    Deno.chmodSync(this.write(name, `#!/bin/sh\n${script}\n`), 0o755);
  }

  /** Writes an `mcp.json` into it. */
  servers(servers: Readonly<Record<string, unknown>>): string {
    return this.write("mcp.json", JSON.stringify({ mcpServers: servers }));
  }

  /** Writes our import map into it, with other files for some packages. */
  importMap(files: Readonly<Record<string, string>>): string {
    const imports = Object.entries(importMap.imports).map(([name, target]) => [
      name,
      files[name] === undefined
        ? new URL(target, import.meta.resolve("../../")).href
        : `file://${files[name]}`,
    ]);
    return this.write(
      "import_map.json",
      JSON.stringify({ imports: Object.fromEntries(imports) }),
    );
  }

  /** Reads a file in it. */
  read(name: string): string {
    return Deno.readTextFileSync(`${this.path}/${name}`);
  }

  /** The names of what is in it. */
  get names(): string[] {
    return [...Deno.readDirSync(this.path)].map(({ name }) => name).sort();
  }

  [Symbol.dispose](): void {
    Deno.removeSync(this.path, { recursive: true });
  }
}
