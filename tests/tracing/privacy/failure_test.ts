import { trace } from "@opentelemetry/api";
import { assertEquals, assertStringIncludes } from "@std/assert";
import { markContent } from "../../../tracing/privacy/content.ts";
import {
  errorMessage,
  errorType,
  failSpan,
  type FailSpanOptions,
} from "../../../tracing/privacy/failure.ts";
import { type RecordedSpan, SpanRecorder } from "../../../testing/mod.ts";
import { capturing, withEnv } from "../recorder/_run_setup.ts";

class PumpError extends Error {}

class ApiError extends Error {
  override name = "ApiError";
  constructor(readonly status: number, options?: ErrorOptions) {
    super("the prompt was MARKER", options);
  }
}

/** The span that an error leaves. */
function failure(error: unknown, options?: FailSpanOptions): RecordedSpan {
  using recorder = new SpanRecorder();
  const span = trace.getTracer("test").startSpan("x");
  failSpan(span, error, options);
  span.end();
  return recorder.spans[0]!;
}

function circle(): Error {
  const a = new Error("a");
  const b = new RangeError("b", { cause: a });
  a.cause = new TypeError("c", { cause: b });
  return a;
}

Deno.test("errorType() is an HTTP status anywhere down the chain of causes", () => {
  const api = new ApiError(429);
  assertEquals(errorType(api), "429");
  assertEquals(errorType(new TypeError("x", { cause: api })), "429");
  assertEquals(
    errorType(new ApiError(503, { cause: new TypeError("socket") })),
    "503",
  );
  assertEquals(errorType(new Error("x", { cause: { status: 500 } })), "500");
  assertEquals(errorType({ statusCode: 404 }), "404");
  assertEquals(errorType(Object.assign(new Error(), { status: 7 })), "Error");
  assertEquals(errorType(Object.assign(new Error(), { status: "x" })), "Error");
});

Deno.test("errorType() is the innermost error's name where there is no status", () => {
  const inner = new TypeError("socket");
  assertEquals(errorType(new Error("x", { cause: inner })), "TypeError");
  assertEquals(errorType(new DOMException("x", "AbortError")), "AbortError");
  assertEquals(errorType(new PumpError("x")), "PumpError");
  assertEquals(errorType(new Error("x")), "Error");
  assertEquals(errorType(new Error("x", { cause: "text" })), "string");
});

Deno.test("errorType() ends on a chain of causes that is a circle", () => {
  assertEquals(errorType(circle()), "RangeError");
  const self = new RangeError("x");
  self.cause = self;
  assertEquals(errorType(self), "RangeError");
});

Deno.test("errorType() takes anything that can be thrown", () => {
  const thrown: [unknown, string][] = [
    [undefined, "undefined"],
    [null, "object"],
    [0, "number"],
    ["", "string"],
    [false, "boolean"],
    [Symbol("x"), "symbol"],
    [{}, "object"],
    [Object.create(null), "object"],
  ];
  for (const [value, type] of thrown) assertEquals(errorType(value), type);
});

Deno.test("errorMessage() takes anything that can be thrown", () => {
  const stubborn = {
    toString() {
      throw new Error("no");
    },
  };
  assertEquals(errorMessage(new Error("x")), "x");
  assertEquals(errorMessage("x"), "x");
  assertEquals(errorMessage(undefined), "undefined");
  assertEquals(errorMessage(Symbol("x")), "Symbol(x)");
  assertEquals(errorMessage(Object.create(null)), "object");
  assertEquals(errorMessage(stubborn), "object");
});

Deno.test("failSpan() leaves a status, a type and one exception", () => {
  const span = failure(new PumpError("pump 3 is dry"));

  assertEquals(span.status, { code: 2, message: "pump 3 is dry" });
  assertEquals(span.attributes, { "error.type": "PumpError" });
  assertEquals(span.events.map(({ name }) => name), ["exception"]);
  const { attributes = {} } = span.events[0]!;
  assertEquals(attributes["exception.type"], "PumpError");
  assertEquals(attributes["exception.message"], "pump 3 is dry");
  const stack = String(attributes["exception.stacktrace"]);
  assertStringIncludes(stack, "PumpError: pump 3 is dry\n    at ");
  assertStringIncludes(stack, "failure_test.ts");
});

Deno.test("failSpan() leaves no exception where nothing was thrown", () => {
  const span = failure("MARKER", { type: "tool_error", thrown: false });

  assertEquals(span.status, { code: 2, message: "tool_error" });
  assertEquals(span.attributes, { "error.type": "tool_error" });
  assertEquals(span.events, []);
});

Deno.test("failSpan() counts a falsy throw", () => {
  for (const value of [undefined, null, 0, "", false]) {
    const span = failure(value);
    assertEquals(span.status.code, 2);
    assertEquals(span.events.length, 1);
  }
});

Deno.test("failSpan() says status, code and type alone of a peer's error", () => {
  const withCode = Object.assign(new ApiError(400), {
    code: "context_length_exceeded",
    type: "invalid request: MARKER",
  });
  const cases: [unknown, string][] = [
    [new ApiError(429), "429"],
    [withCode, "400 context_length_exceeded"],
    [new Error("wrapped MARKER", { cause: new ApiError(500) }), "500"],
    [Object.assign(new Error("MARKER"), { statusCode: 500 }), "500"],
    [new SyntaxError("Unexpected token MARKER"), "SyntaxError"],
    ["the model said MARKER", "string"],
    [{ message: "MARKER" }, "object"],
  ];
  for (const [error, message] of cases) {
    const span = failure(error);
    assertEquals(span.status.message, message);
    assertEquals(JSON.stringify(span.events).includes("MARKER"), false);
  }
});

Deno.test("failSpan() keeps a marked error's text out of its stack", () => {
  const error = new Error("first line\n    at MARKER (x.ts:1:1)\nlast MARKER");
  markContent(error);

  const { events } = failure(error);

  assertEquals(JSON.stringify(events).includes("MARKER"), false);
  assertStringIncludes(JSON.stringify(events), "failure_test.ts");
});

Deno.test("failSpan() tells a peer's error whole with content capture on", () => {
  using _on = capturing();
  assertEquals(
    failure(new ApiError(429)).status.message,
    "the prompt was MARKER",
  );
});

Deno.test("failSpan() cuts the text and the stack to 1 KiB at a character", () => {
  const bytes = (text: unknown) => new TextEncoder().encode(String(text));
  // Four bytes each, after one: the last whole one ends at byte 1021.
  const error = new Error("x" + "😀".repeat(1000));

  const { status, events } = failure(error);

  assertEquals(status.message, "x" + "😀".repeat(255));
  const { attributes = {} } = events[0]!;
  assertEquals(bytes(attributes["exception.message"]).length, 1021);
  assertEquals(bytes(attributes["exception.stacktrace"]).length <= 1024, true);
  assertEquals(
    String(attributes["exception.stacktrace"]).includes("\ufffd"),
    false,
  );
});

Deno.test("failSpan() mends half a character that somebody else left", () => {
  for (const rest of ["", "x".repeat(2000)]) {
    const { status, events } = failure(new Error(`a\ud83d${rest}`));
    assertEquals(status.message?.startsWith("a\ufffd"), true);
    const { attributes = {} } = events[0]!;
    for (const value of Object.values(attributes)) {
      assertEquals(String(value).isWellFormed(), true);
    }
  }
});

Deno.test("failSpan() cuts a deep stack to 1 KiB", () => {
  function deep(level: number): Error {
    return level === 0 ? new Error("deep") : deep(level - 1);
  }
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 100;
  const error = deep(80);
  Error.stackTraceLimit = limit;

  const { attributes = {} } = failure(error).events[0]!;

  assertEquals(String(attributes["exception.stacktrace"]).length, 1024);
});

Deno.test("failSpan() keeps the private parts of URLs out of the stack", () => {
  const error = new Error("x");
  error.stack = "Error: x\n    at f (https://me:pw@h.example/x.js?key=abc:1:2)";

  const { attributes = {} } = failure(error).events[0]!;

  assertEquals(
    attributes["exception.stacktrace"],
    "Error: x\n    at f (https://h.example/x.js)",
  );
});

Deno.test("failSpan() cuts after secrets were taken out, not before", () => {
  using _env = withEnv({ CUT_TEST_TOKEN: "s3cr3t-value" });
  const { status } = failure(new Error("x".repeat(1018) + "s3cr3t-value"));
  assertEquals(status.message?.slice(1015), "xxx[redac");
});

Deno.test("failSpan() does not trust what is thrown", () => {
  const trap = {
    get status(): number {
      throw new Error("boo");
    },
  };
  const odd = new RangeError("x");
  Object.defineProperty(odd, "message", { value: { a: 1 } });
  Object.defineProperty(odd, "cause", {
    get: () => {
      throw new Error("boo");
    },
  });
  const nameless = new Error("x");
  Object.defineProperty(nameless, "name", { value: undefined });

  assertEquals(failure(trap).attributes, { "error.type": "object" });
  assertEquals(failure(odd).attributes, { "error.type": "RangeError" });
  assertEquals(failure(odd).status.message, "[object Object]");
  assertEquals(failure(nameless).attributes, { "error.type": "Error" });
});

Deno.test("failSpan() leaves out the number that a DOMException has", () => {
  const late = new DOMException("MARKER", "TimeoutError");
  markContent(late);

  const { status } = failure(late, { type: "timeout" });

  assertEquals(status.message, "timeout");
});
