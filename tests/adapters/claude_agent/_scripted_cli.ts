import type {
  SpawnedProcess,
  SpawnOptions,
} from "@anthropic-ai/claude-agent-sdk";
import { EventEmitter } from "node:events";
import { createInterface } from "node:readline";
import { PassThrough } from "node:stream";

/** The CLI is a process of its own: a recorder here traces nothing of it. */
const cliFetch = globalThis.fetch;

// deno-lint-ignore no-explicit-any -- whatever the CLI and the SDK say
export type Json = any;

/** What the CLI does from its start to its end. */
export type Script = (cli: ScriptedCli) => Promise<void>;

/**
 * A script in the CLI's place, for the SDK's option `spawnClaudeCodeProcess`.
 *
 * @param script What it does; it ends when that does, with code 1 if it throws.
 */
export function scriptedCli(
  script: Script,
): (options: SpawnOptions) => SpawnedProcess {
  return (options) => {
    const process = new Process();
    const cli = new ScriptedCli(process, options);
    cli.prompt.then(() => script(cli))
      .then(() => process.exit(0), () => process.exit(1));
    return process;
  };
}

class Process extends EventEmitter implements SpawnedProcess {
  readonly stdin = new PassThrough();
  readonly stdout = new PassThrough();
  killed = false;
  exitCode: number | null = null;

  kill(): boolean {
    this.killed = true;
    this.exit(143);
    return true;
  }

  exit(code: number): void {
    if (this.exitCode !== null) return;
    this.exitCode = code;
    this.stdout.end();
    this.stdin.destroy();
    this.emit("exit", code, null);
  }
}

/** The CLI, as the SDK sees it. */
export class ScriptedCli {
  readonly fetch = cliFetch;
  readonly #process: Process;
  readonly #env: SpawnOptions["env"];
  readonly #closed = Promise.withResolvers<void>();
  readonly #prompted = Promise.withResolvers<string>();
  readonly #answers = new Map<string, (answer: Json) => void>();
  #hooks: Readonly<Record<string, Json[]>> = {};
  /** What the SDK has asked of it, but for the beginning. */
  readonly controls: Json[] = [];

  constructor(process: Process, { env }: SpawnOptions) {
    this.#process = process;
    this.#env = env;
    const lines = createInterface({ input: process.stdin });
    lines.on("line", (line) => this.#hear(JSON.parse(line)));
    lines.on("close", () => this.#closed.resolve());
  }

  /** What it is asked. */
  get prompt(): Promise<string> {
    return this.#prompted.promise;
  }

  /** Resolves when nothing more is said to it. */
  get closed(): Promise<void> {
    return this.#closed.promise;
  }

  /** Where it was told that its API is. */
  get baseUrl(): string {
    return this.#env.ANTHROPIC_BASE_URL ?? "";
  }

  /** Asks the model, and reads the whole reply. */
  async ask(
    body: Json,
    { path = "/v1/messages", headers = {} }: {
      readonly path?: string;
      readonly headers?: Readonly<Record<string, string>>;
    } = {},
  ): Promise<{ readonly status: number; readonly text: string }> {
    const response = await cliFetch(this.baseUrl + path, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    });
    return { status: response.status, text: await response.text() };
  }

  /** Asks the model, and goes on as soon as it has all that the model says. */
  async askAndGoOn(body: Json, headers: Record<string, string> = {}) {
    const response = await cliFetch(`${this.baseUrl}/v1/messages`, {
      method: "POST",
      headers,
      body: JSON.stringify(body),
    });
    const reader = response.body!.pipeThrough(new TextDecoderStream())
      .getReader();
    for (let said = ""; !said.includes(`"message_stop"`);) {
      said += (await reader.read()).value ?? `"message_stop"`;
    }
    // The real one reads on, some time.
    return { end: () => reader.cancel() };
  }

  /** Comes to a moment that hooks are called at: what each of them said. */
  async hook(moment: string, input: Json = {}): Promise<Json[]> {
    const ids = (this.#hooks[moment] ?? []).flatMap((one) =>
      one.hookCallbackIds as string[]
    );
    return await Promise.all(ids.map((callback_id) =>
      this.#request({
        subtype: "hook_callback",
        callback_id,
        input: { hook_event_name: moment, ...input },
        tool_use_id: input.tool_use_id,
      })
    ));
  }

  /** Calls a tool of a server of the SDK's process. */
  async call(server: string, id: string, name: string, args: Json = {}) {
    const { mcp_response } = await this.#request({
      subtype: "mcp_message",
      server_name: server,
      message: {
        jsonrpc: "2.0",
        id: this.#answers.size + 100,
        method: "tools/call",
        params: {
          name,
          arguments: args,
          _meta: { "claudecode/toolUseId": id },
        },
      },
    });
    return mcp_response.result;
  }

  /** Says something to whoever reads the query. */
  say(message: Json): void {
    this.#write({ session_id: "s", uuid: crypto.randomUUID(), ...message });
  }

  /** Says how it came out. */
  result(text: string, more: Json = {}): void {
    const base = { type: "result", subtype: "success", is_error: false };
    this.say({ ...base, num_turns: 1, result: text, ...more });
  }

  #hear({ type, request_id, request, response, message }: Json): void {
    if (type === "control_response") {
      this.#answers.get(response.request_id)?.(response.response);
    } else if (type === "user") {
      this.#prompted.resolve(message.content?.[0]?.text ?? message.content);
    } else if (type === "control_request") {
      if (request.subtype === "initialize") this.#hooks = request.hooks ?? {};
      else this.controls.push(request);
      this.#write({
        type: "control_response",
        response: { subtype: "success", request_id, response: {} },
      });
    }
  }

  #request(request: Json): Promise<Json> {
    const request_id = crypto.randomUUID();
    const { promise, resolve } = Promise.withResolvers<Json>();
    this.#answers.set(request_id, resolve);
    this.#write({ type: "control_request", request_id, request });
    return promise;
  }

  #write(message: Json): void {
    this.#process.stdout.write(`${JSON.stringify(message)}\n`);
  }
}
