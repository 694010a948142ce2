import { assertEquals } from "@std/assert";
import { callsNotRun } from "../../../tracing/recorder/_calls_not_run.ts";
import type { EnclosingTool } from "../../../tracing/recorder/_enclosing.ts";
import type { RequestedToolCall } from "../../../tracing/prompt/wire/model_response.ts";

const COUNT = 200_000;

/** Tools that were run, of which only the id and the names are looked at. */
function ran(
  init: (place: number) => { readonly name: string; readonly callId?: string },
): Pick<EnclosingTool, "callId" | "names">[] {
  return Array.from({ length: COUNT }, (_, place) => {
    const { name, callId } = init(place);
    return { callId, names: [name, `m__${name}`] };
  });
}

function requested(
  init: (place: number) => RequestedToolCall,
): RequestedToolCall[] {
  return Array.from({ length: COUNT + 1 }, (_, place) => init(place));
}

const last = COUNT;

Deno.test("callsNotRun() finds the one of 200,000 that nobody ran, by id", () => {
  const calls = requested((place) => ({ id: `c-${place}`, name: "add" }));
  // From the last on: each would be looked for to the end.
  const tools = ran((place) => ({ name: "add", callId: `c-${last - place}` }));
  assertEquals(callsNotRun(calls, tools), [{ id: "c-0", name: "add" }]);
});

Deno.test("callsNotRun() finds the one of 200,000 that nobody ran, by name", () => {
  const calls = requested((place) => ({ name: `m__t-${place}` }));
  const tools = ran((place) => ({ name: `t-${last - place}`, callId: "x" }));
  assertEquals(callsNotRun(calls, tools), [{ name: "m__t-0" }]);
});

Deno.test("callsNotRun() leaves the last of 200,000 calls of one tool", () => {
  const calls = requested((place) => ({ id: `c-${place}`, name: "add" }));
  const tools = ran(() => ({ name: "add" }));
  assertEquals(callsNotRun(calls, tools), [{ id: `c-${last}`, name: "add" }]);
});
