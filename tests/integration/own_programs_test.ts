import { assert, assertEquals, assertMatch } from "@std/assert";
import { fileURLToPath } from "node:url";
import { startScriptedModel } from "../../demo/scripted_model/start.ts";
import { drawSpanTree } from "../../testing/mod.ts";
import { assertContract } from "../_helpers/contract.ts";
import { otlpSpans } from "../_helpers/otlp_spans.ts";
import { calls, replies, says } from "../_helpers/replies.ts";

const ROOT = fileURLToPath(import.meta.resolve("../../"));

/** The programs of the documentation, and the pages that show them. */
const PROGRAMS: Readonly<Record<string, readonly string[]>> = {
  "own-loop": ["README.md", "docs/quick-start.md", "docs/library.md"],
  "own-stream": ["docs/library.md"],
  "own-server": ["docs/library.md"],
};

function pathOf(program: string): string {
  return `${ROOT}examples/${program.replace("-", "_")}.ts`;
}

/** What the pages show of a program: all but the comment at its head. */
function codeOf(program: string): string {
  const text = Deno.readTextFileSync(pathOf(program));
  const [head = "", code = "", ...rest] = text.split(
    /^\/\/ #(?:end)?region program\n/m,
  );
  assertMatch(head, /^(?:\/\/.*\n)+\n$/, `Not shown of ${program}: code`);
  assertEquals(rest, [""], `Not shown of ${program}: its end`);
  return code;
}

/** A page of the site includes the file; the README, a copy. */
function shownOn(page: string, program: string): string | undefined {
  const text = Deno.readTextFileSync(`${ROOT}${page}`);
  if (page === "README.md") {
    return new RegExp(
      `<!-- ${program} -->\\n+\`\`\`ts ignore\\n(.*?)\`\`\``,
      "s",
    ).exec(text)?.[1];
  }
  const file = pathOf(program).slice(ROOT.length);
  return text.includes(`\n\n<<< ../${file}#program\n\n`)
    ? codeOf(program)
    : undefined;
}

/** A program that is running, with its trace in a file. */
class Running implements AsyncDisposable {
  readonly traces = Deno.makeTempFileSync({ suffix: ".jsonl" });
  readonly child: Deno.ChildProcess;

  constructor(program: string, env: Readonly<Record<string, string>> = {}) {
    this.child = new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        // Or a server does not say where it listens.
        ...(program === "own-server" ? [] : ["--quiet"]),
        "--no-prompt",
        `--config=${ROOT}deno.json`,
        `--lock=${ROOT}deno.lock`,
        "--frozen",
        "--allow-all",
        pathOf(program),
      ],
      env: { OPENAI_API_KEY: "key", OTEL_TRACES_FILE: this.traces, ...env },
      stdout: "piped",
      stderr: "piped",
    }).spawn();
  }

  /** What it wrote, once it has ended, and the tree that it left. */
  async end() {
    const { code, stdout, stderr } = await this.child.output();
    const text = new TextDecoder();
    const spans = otlpSpans(await Deno.readTextFile(this.traces));
    assertContract(spans);
    return {
      code,
      stdout: text.decode(stdout),
      stderr: text.decode(stderr),
      traces: spans.map((span) => span.spanContext().traceId),
      tree: drawSpanTree(spans, {
        attributes: ["gen_ai.usage.input_tokens", "tool.name"],
      }),
    };
  }

  async [Symbol.asyncDispose]() {
    await Deno.remove(this.traces);
  }
}

Deno.test("the pages show the programs as they are", () => {
  for (const [program, pages] of Object.entries(PROGRAMS)) {
    for (const page of pages) {
      assertEquals(shownOn(page, program), codeOf(program), page);
    }
  }
});

Deno.test("a loop of one's own, with tokens and tool calls, takes at most 12 lines", () => {
  const [loop = ""] = /^await traceRun[^]*?^}\);$/m.exec(codeOf("own-loop")) ??
    [];
  const lines = loop.split("\n");
  assert(lines.length > 5 && lines.length <= 12, `${lines.length} lines`);
});

Deno.test("the loop of the documentation answers, and leaves its trace", async () => {
  await using model = startScriptedModel({
    handler: replies(calls(["add", { a: 2, b: 3 }]), says("It is 5")),
  });
  await using program = new Running("own-loop", {
    OPENAI_BASE_URL: `${model.baseUrl}/v1`,
  });
  const { code, stdout, stderr, tree } = await program.end();
  assertEquals([code, stdout, stderr], [0, "It is 5\n", ""]);
  assertMatch(
    tree,
    /^agent\.run\n {2}agent\.turn gen_ai\.usage\.input_tokens=(\d+)\n {4}chat gpt-5 gen_ai\.usage\.input_tokens=\1\n {6}POST\n {4}tool\.call tool\.name="add"\n {2}agent\.turn gen_ai\.usage\.input_tokens=(\d+)\n {4}chat gpt-5 gen_ai\.usage\.input_tokens=\2\n {6}POST$/,
  );
});

Deno.test("the streamed reply of the documentation comes as it was sent, and is read", async () => {
  const chunks = [
    { choices: [{ delta: { content: "5" } }] },
    { choices: [{ delta: {}, finish_reason: "stop" }] },
    { choices: [], usage: { prompt_tokens: 12, completion_tokens: 1 } },
  ];
  const sent = chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`);
  await using model = startScriptedModel({
    handler: () => {
      const headers = { "content-type": "text/event-stream" };
      const body = `${sent.join("")}data: [DONE]\n\n`;
      return Promise.resolve(new Response(body, { headers }));
    },
  });
  await using program = new Running("own-stream", {
    OPENAI_BASE_URL: `${model.baseUrl}/v1`,
  });
  const { code, stdout, stderr, tree } = await program.end();
  assertEquals([code, stderr], [0, ""]);
  assertEquals(
    stdout.replaceAll("\n", ""),
    `${sent.join("")}data: [DONE]`.replaceAll("\n", ""),
  );
  assertEquals(
    tree,
    `agent.run
  agent.turn gen_ai.usage.input_tokens=12
    chat gpt-5 gen_ai.usage.input_tokens=12
      POST`,
  );
});

Deno.test("the server of the documentation joins the trace of whoever asks", async () => {
  await using program = new Running("own-server", { PORT: "0" });
  const reader = program.child.stderr.getReader();
  const { value } = await reader.read();
  reader.releaseLock();
  const [url] = /http:\/\/\S+/.exec(new TextDecoder().decode(value)) ?? [""];
  const traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  const reply = await fetch(url.replace("0.0.0.0", "127.0.0.1"), {
    method: "POST",
    body: "Why?",
    headers: { traceparent },
  });
  assertEquals(await reply.text(), "You asked: Why?");
  program.child.kill("SIGTERM");
  const { code, stderr, tree, traces } = await program.end();
  assertEquals([code, stderr, tree], [0, "", "agent.run"]);
  assertEquals(traces, [traceparent.split("-")[1]]);
});
