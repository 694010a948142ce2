import { propagation, ROOT_CONTEXT, trace } from "@opentelemetry/api";
import { assertEquals, assertThrows } from "@std/assert";
import { McpConfigError, parseMcpConfig } from "../adapters/mcp.ts";
import { continueTrace } from "../adapters/mcp/continue_trace.ts";
import { StderrTail } from "../adapters/mcp/_stderr_tail.ts";
import { trajectoryText } from "../cli/agent/trajectory_text.ts";
import { plannableTools } from "../demo/scripted_model/decide/_tool_list.ts";
import { readBrief } from "../demo/scripted_model/decide/_brief.ts";
import type { ModelEndpoint } from "../runners/shared/model.ts";
import { explainModelError } from "../runners/shared/model_error.ts";
import { SpanRecorder } from "../testing/mod.ts";
import { w3cContext } from "../tracing/base/w3c_context.ts";
import { refusal } from "../tracing/export/_otlp_reply.ts";
import { failSpan } from "../tracing/privacy/failure.ts";
import { redact } from "../tracing/privacy/redact.ts";
import { excerpt } from "../tracing/privacy/warn.ts";
import { capturing } from "./tracing/recorder/_run_setup.ts";

// Every expression that sees what a peer wrote takes time in proportion to it.
// One that does not takes minutes to hours for the megabyte that it is given.

const MB = 1_000_000;

/** A megabyte of a text. */
const full = (part: string) => part.repeat(Math.ceil(MB / part.length));

/** Texts of which each is the worst for some expression, or once was. */
const WORST: Readonly<Record<string, string>> = {
  "words with dots": full("a."),
  "one word": full("a"),
  "one word of another kind": full("a-"),
  "schemes": full("a://"),
  "schemes with quotes": full("a://'"),
  "user information without end": `a://${full("a")}`,
  "queries": full("a://x?"),
  "stars": full("a**"),
  "keys": full("sk-"),
  "a key of dots": `sk-${full(".")}`,
  "a digest": full("0123456789abcdef"),
  "dots": `${full(".")}x`,
  "spaces": `${full(" ")}x`,
  "tags of a page": `<html>${full("<title")}`,
  "TLS objects": full(" ssl:<"),
  "exceptions": `litellm.A: ${full("XError: ")}`,
  "an exception": `litellm.A: ${full("Error")}`,
  "two exceptions": `litellm.A: XException ${full("Error")}`,
  "settings": full(" model=x"),
  "one setting": ` model=${full(". ")}`,
  "lines": full("\n"),
  "frames of a stack": full("\n    at x"),
  "almost a frame": `\n${full(" ")}`,
  "control characters": full("\x1b["),
  "brackets": full("["),
  "variables": full("${a:-"),
  "values with spaces": `a=x${full(" ")}y`,
  "values with spaces and a line": `a=${full(" ")}\n${full(" ")}x`,
  "carriage returns": full("\r"),
  "briefs": `Read the history of ${full("a (id b): sensors c, from d to ")}`,
};

const MODEL: ModelEndpoint = {
  id: "openai/tested",
  name: "tested",
  provider: "openai",
  api: "chat_completions",
  baseUrl: "http://127.0.0.1:9",
  apiKey: "sk-tested-key",
};

/** The error of a refusal, as a vendor's client throws it. */
function refused(message: string): Error {
  const status = { status: 400, error: { message } };
  return Object.assign(new Error(`400 ${message}`), status);
}

function failedSpan(error: unknown): string {
  using recorder = new SpanRecorder();
  const span = trace.getTracer("test").startSpan("x");
  failSpan(span, error);
  span.end();
  return JSON.stringify(recorder.spans[0]?.events);
}

async function tailOf(text: string): Promise<string> {
  const tail = new StderrTail();
  // In chunks, as it comes.
  const chunks = Array.from(
    { length: 1000 },
    (_, place) =>
      new TextEncoder().encode(text.slice(place * 1100, (place + 1) * 1100)),
  );
  await tail.read(ReadableStream.from(chunks));
  return tail.text;
}

/** Everything that looks at a text of a peer's. */
const READERS: Readonly<Record<string, (text: string) => unknown>> = {
  "redact()": (text) => redact(text),
  "excerpt()": (text) => excerpt(text),
  "failSpan()": (text) => failedSpan(new Error(text)),
  "failSpan() of a changed message": (text) => {
    const error = new Error(text);
    error.message = `${text.slice(1)}!`;
    return failedSpan(error);
  },
  "explainModelError()": (text) => explainModelError(refused(text), MODEL),
  "w3cContext()": (text) =>
    w3cContext(
      { traceparent: text, tracestate: text, baggage: text },
      ROOT_CONTEXT,
    ),
  "continueTrace()": (text) =>
    continueTrace({ baggage: text }, "x", () => Promise.reject(text)).catch(
      () => {},
    ),
  "refusal() of a collector": (text) =>
    refusal({
      status: 500,
      statusText: text,
      type: text,
      location: text,
      chunks: [new TextEncoder().encode(text)],
    }, "http/json"),
  "parseMcpConfig()": (text) =>
    parseMcpConfig(
      JSON.stringify({
        mcpServers: { [`a${text}`]: { command: "a", args: [text] } },
      }),
      "mcp.json",
      { env: () => "" },
    ),
  "parseMcpConfig() of what is no JSON": (text) =>
    assertThrows(
      () => parseMcpConfig(`{"a":"${text}`, "mcp.json"),
      McpConfigError,
      "is not JSON",
    ),
  "parseMcpConfig() of a text without beginning": (text) =>
    assertThrows(() => parseMcpConfig(text, "mcp.json"), McpConfigError),
  "StderrTail": tailOf,
  "trajectoryText()": (text) =>
    trajectoryText({
      turns: [{
        index: 1,
        agent: text,
        depth: 0,
        text,
        durationMs: 1,
        toolCalls: [],
      }],
    }),
  "readBrief() of the demo": (text) => readBrief(text),
  "plannableTools() of the demo": (text) =>
    plannableTools(
      {
        messages: [{ role: "system", text, calls: [] }],
      } as unknown as Parameters<typeof plannableTools>[0],
    ),
};

for (const [reader, read] of Object.entries(READERS)) {
  Deno.test(`${reader} comes back from 1 MB of each of the worst texts`, async () => {
    using _content = capturing("true");
    for (const text of Object.values(WORST)) await read(text);
  });
}

Deno.test("redact() finds the URL behind 1 MB of the worst, and what is in front", () => {
  for (const text of [full("a."), full("a"), full("a-")]) {
    assertEquals(
      redact(`at http://me:pw@host/x?k=1 ${text} http://a:b@c?d`),
      `at http://host/x ${text} http://c`,
    );
  }
});

Deno.test("explainModelError() finds the reason in front of 1 MB of the worst", () => {
  for (const text of Object.values(WORST)) {
    const error = refused(`litellm.BadRequestError: no such thing. ${text}`);
    const { message } = explainModelError(error, MODEL) as Error;
    const said =
      'Cannot ask model "openai/tested": http://127.0.0.1:9 answered 400: no such thing';
    assertEquals(message.slice(0, said.length), said);
    assertEquals(message.length < 500, true, `${message.length}`);
  }
});

Deno.test("w3cContext() finds the members beside 1 MB of the worst", () => {
  const worst = [`bad=x${full(" ")}y z`, `bad=${full(" ")}\n${full(" ")}x`];
  for (const text of worst) {
    const context = w3cContext({ baggage: `a=1,${text},b=2` }, ROOT_CONTEXT);
    const entries = propagation.getBaggage(context)?.getAllEntries() ?? [];
    assertEquals(
      entries.map(([name, { value }]) => [name, value.length])
        .filter(([name]) => name !== "bad"),
      [["a", 1], ["b", 1]],
    );
  }
});
