import { assert, assertEquals } from "@std/assert";
import { trace } from "@opentelemetry/api";
import { StderrTail } from "../../../adapters/mcp/_stderr_tail.ts";
import type { ModelEndpoint } from "../../../runners/shared/model.ts";
import { explainModelError } from "../../../runners/shared/model_error.ts";
import { SpanRecorder } from "../../../testing/mod.ts";
import { cutText, endOfText } from "../../../tracing/privacy/cut_text.ts";
import { failSpan } from "../../../tracing/privacy/failure.ts";
import { redact } from "../../../tracing/privacy/redact.ts";
import { excerpt } from "../../../tracing/privacy/warn.ts";
import { withEnv } from "../recorder/_run_setup.ts";

Deno.test("cutText() leaves no half of a character", () => {
  assertEquals(cutText("ab🔧c", 5), "ab🔧c");
  assertEquals(cutText("ab🔧c", 4), "ab🔧");
  assertEquals(cutText("ab🔧c", 3), "ab");
  assertEquals(cutText("ab🔧c", 2), "ab");
});

Deno.test("cutText() leaves no half of a URL's user information", () => {
  const text = "at https://me:password@host/path";
  assertEquals(cutText(text, 18), "at https://");
  assertEquals(cutText(text, 10), "at https:/");
  assertEquals(cutText(text, 28), "at https://me:password@host/");
  assertEquals(redact(text, 28), "at https://host/");
  assertEquals(
    redact("see https://host/a/b?key=secret", 26),
    "see https://host/a/b",
  );
});

Deno.test("endOfText() leaves no half of a character", () => {
  assertEquals(endOfText("a🔧bc", 5), "a🔧bc");
  assertEquals(endOfText("a🔧bc", 4), "🔧bc");
  assertEquals(endOfText("a🔧bc", 3), "bc");
  assertEquals(endOfText("a🔧bc", 2), "bc");
});

const SECRET = "half-of-me-is-too-much";
const MODEL: ModelEndpoint = {
  id: "openai/tested",
  name: "tested",
  provider: "openai",
  api: "chat_completions",
  baseUrl: "http://127.0.0.1:9",
  apiKey: "0123-4567-89ab-cdef",
};

/** What a span holds of an error's text. */
function spanText(text: string): string {
  using recorder = new SpanRecorder();
  const span = trace.getTracer("test").startSpan("x");
  failSpan(span, new Error(text));
  span.end();
  return JSON.stringify([recorder.spans[0]?.events, recorder.spans[0]?.status]);
}

function reason(text: string): string {
  const status = { status: 400, error: { message: text } };
  const error = Object.assign(new Error(`400 ${text}`), status);
  return (explainModelError(error, MODEL) as Error).message;
}

async function tailOf(text: string): Promise<string> {
  const tail = new StderrTail();
  await tail.read(ReadableStream.from([new TextEncoder().encode(text)]));
  return tail.text;
}

/** Each place that cuts a text of somebody else's, and the texts around its cut. */
const CUTS: Readonly<
  Record<string, readonly [(text: string) => string | Promise<string>, number]>
> = {
  "failSpan()": [spanText, 1024],
  "failSpan(), before it looks for URLs": [spanText, 16 * 1024],
  "excerpt()": [(text) => excerpt(text), 200],
  "excerpt(), before it looks for line ends": [(text) => excerpt(text), 800],
  "explainModelError()": [reason, 300],
  "explainModelError(), before it looks for a page": [reason, 64 * 1024],
};

/** Texts that have the secret across the place of the cut. */
function* across(secret: string, place: number): Generator<string> {
  for (let before = 1; before < secret.length; before++) {
    yield `${".".repeat(place - before - 1)} ${secret} and more ${
      "x".repeat(99)
    }`;
    // What is collapsed or taken out brings the place of the cut to the front.
    yield `${" ".repeat(place - before - 1)} ${secret} and more ${
      "x".repeat(99)
    }`;
  }
}

/** Whether any part of a secret is there that could be told from a word. */
function hasPart(text: string, secret: string): boolean {
  return text.includes(secret.slice(0, 4)) || text.includes(secret.slice(-4));
}

for (const [name, [cut, place]] of Object.entries(CUTS)) {
  Deno.test(`${name} leaves no half of a secret where it cuts`, async () => {
    using _env = withEnv({ CUT_TEST_TOKEN: SECRET });
    for (const text of across(SECRET, place)) {
      assert(!hasPart(await cut(text), SECRET), text.trim().slice(0, 80));
    }
    for (const text of across("https://me:pass-word@h", place)) {
      if (cut === spanText) assert(!(await cut(text)).includes("me:p"));
    }
  });
}

Deno.test("explainModelError() leaves no half of the key where it cuts", () => {
  for (const text of across(MODEL.apiKey, 300)) {
    assert(!hasPart(reason(text), MODEL.apiKey), text.trim().slice(0, 80));
  }
});

Deno.test("StderrTail leaves no half of a secret in front, where it cuts", async () => {
  using _env = withEnv({ CUT_TEST_TOKEN: SECRET });
  for (let inside = 1; inside < SECRET.length; inside++) {
    const text = `more ${SECRET}${".".repeat(2048 - inside)}`;
    assert(!hasPart(await tailOf(text), SECRET), `${inside}`);
    const lines = `${text.slice(0, -1024)}\n${".".repeat(1023)}`;
    assert(!hasPart(await tailOf(lines), SECRET), `${inside} of lines`);
  }
});

Deno.test("no cut of an error's text leaves half a character", async () => {
  for (const [name, [cut, place]] of Object.entries(CUTS)) {
    for (const shift of [0, 1, 2, 3]) {
      const text = "x".repeat(shift) + "🔧".repeat(place);
      const shown = await cut(text);
      assert(shown.isWellFormed() && !shown.includes("\\ud"), name);
    }
  }
  for (const shift of [0, 1]) {
    const shown = await tailOf("🔧".repeat(2048) + "x".repeat(shift));
    assert(!shown.includes("\ufffd") && shown.isWellFormed());
  }
});
