import { assertEquals } from "@std/assert";
import { traceQuery } from "@turnspan/turnspan/claude-agent";
import { SpanRecorder } from "../../../testing/mod.ts";
import { outcome, RUBBISH } from "../../_helpers/rubbish.ts";

// deno-lint-ignore no-explicit-any -- what no type allows
type Any = any;

type Query = (params: Any) => Any;

/** Programs that hand something over at each place where one can. */
const PROGRAMS: Readonly<
  Record<
    string,
    (trace: (query: Query) => Query, make: () => unknown) => unknown
  >
> = {
  "parameters": (trace, make) => readAll(trace(yielding({}))(make())),
  "options": (trace, make) =>
    readAll(trace(yielding({}))({ prompt: "Go", options: make() })),
  ...Object.fromEntries(
    [
      "env",
      "hooks",
      "mcpServers",
      "settings",
      "settingSources",
      "cwd",
      "model",
      "abortController",
    ].map((name) => [
      `the option ${name}`,
      (trace: (query: Query) => Query, make: () => unknown) =>
        readAll(
          trace(yielding({}))({ prompt: "Go", options: { [name]: make() } }),
        ),
    ]),
  ),
  "a query": (trace, make) => trace(make as Query)({ prompt: "Go" }),
  "a query that throws": (trace, make) =>
    trace(() => {
      throw make();
    })({ prompt: "Go" }),
  "a step": (trace, make) =>
    trace(() => ({ next: make }))({ prompt: "Go" }).next(),
  "a query with no way to leave it": async (trace, make) => {
    const query = trace(() => ({
      next: () => ({ done: false, value: make() }),
      [Symbol.asyncIterator]() {
        return this;
      },
    }));
    for await (const _ of query({ prompt: "Go" })) break;
  },
  "a message": (trace, make) =>
    readAll(
      trace(async function* () {
        yield make();
      })({ prompt: "Go" }),
    ),
  ...Object.fromEntries(
    ["assistant", "system", "user", "result", "stream_event"].map((type) => [
      `a message of type ${type}`,
      (trace: (query: Query) => Query, make: () => unknown) =>
        readAll(
          trace(yielding({
            type,
            subtype: "task_started",
            message: make(),
            result: make(),
            task_id: make(),
          }))({ prompt: "Go" }),
        ),
    ]),
  ),
  "a tool's result": (trace, make) =>
    readAll(
      trace(yielding({
        type: "user",
        parent_tool_use_id: make(),
        message: {
          content: [make(), { type: "tool_result", content: make() }],
        },
      }))({ prompt: "Go" }),
    ),
  "what a query breaks off by": (trace, make) =>
    readAll(
      trace(async function* () {
        yield {};
        throw make();
      })({ prompt: "Go" }),
    ),
  "what its hooks are called with": (trace, make) =>
    readAll(
      trace(async function* ({ options }) {
        for (const hooks of Object.values(options?.hooks ?? {})) {
          for (const { hooks: own } of hooks as Any) {
            for (const hook of own) await hook(make());
            for (const hook of own) {
              await hook({
                tool_name: make(),
                tool_use_id: make(),
                tool_input: make(),
                tool_calls: make(),
              });
            }
          }
        }
        yield {};
      })({ prompt: "Go" }),
    ),
};

function yielding(message: unknown): Query {
  return async function* () {
    yield message;
  };
}

async function readAll(query: Any): Promise<number> {
  let count = 0;
  for await (const _ of query) count++;
  return count;
}

/** Nobody reads these to an end, which would stop their relays. */
const UNREAD = ["a query", "a step", "a query with no way to leave it"];

for (const [where, program] of Object.entries(PROGRAMS)) {
  const sanitize = !UNREAD.includes(where);
  Deno.test(`a query is what it would be with rubbish for ${where}`, {
    sanitizeOps: sanitize,
    sanitizeResources: sanitize,
  }, async () => {
    for (const [what, make] of Object.entries(RUBBISH)) {
      const expected = await outcome(() => program((query) => query, make));
      using recorder = new SpanRecorder();
      const actual = await outcome(() => program(traceQuery, make));
      assertEquals(actual, expected, `${where}: ${what}`);
      if (expected.value === "number 1") {
        assertEquals([what, recorder.unended], [what, []]);
      }
    }
  });
}
