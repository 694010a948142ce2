import { assertEquals } from "@std/assert";
import { continueTrace, tracedTool } from "@turnspan/turnspan/mcp";
import { SpanRecorder } from "../../../testing/mod.ts";
import { outcome, RUBBISH } from "../../_helpers/rubbish.ts";

// deno-lint-ignore no-explicit-any -- what no type allows
type Any = any;

/** Programs that hand something over, with the adapter or without. */
const PROGRAMS: Readonly<
  Record<string, (isTraced: boolean, make: () => unknown) => unknown>
> = {
  "_meta": (isTraced, make) => {
    const handler = () => "done";
    return isTraced ? continueTrace(make(), "add", handler) : handler();
  },
  "the members of _meta": (isTraced, make) => {
    const handler = () => "done";
    const meta = { traceparent: make(), tracestate: make(), baggage: make() };
    return isTraced ? continueTrace(meta, "add", handler) : handler();
  },
  "what a handler returns": (isTraced, make) =>
    isTraced ? continueTrace({}, "add", make) : make(),
  "what a handler throws": (isTraced, make) => {
    const handler = () => {
      throw make();
    };
    return isTraced ? continueTrace({}, "add", handler) : handler();
  },
  "the arguments of a handler": (isTraced, make) => {
    const handler = (..._: unknown[]) => "done";
    const traced: Any = isTraced ? tracedTool("add", handler) : handler;
    return traced(make(), make());
  },
  "the context of a handler": (isTraced, make) => {
    const handler = (..._: unknown[]) => "done";
    const traced: Any = isTraced ? tracedTool("add", handler) : handler;
    return traced({ mcpReq: make(), _meta: make() });
  },
};

for (const [where, program] of Object.entries(PROGRAMS)) {
  Deno.test(`an MCP server's tool is what it would be with rubbish for ${where}`, async () => {
    for (const [what, make] of Object.entries(RUBBISH)) {
      const expected = await outcome(() => program(false, make));
      using recorder = new SpanRecorder();
      const actual = await outcome(() => program(true, make));
      assertEquals(actual, expected, `${where}: ${what}`);
      assertEquals([what, recorder.unended], [what, []]);
    }
  });
}
