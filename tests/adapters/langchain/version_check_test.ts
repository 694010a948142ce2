import { assertEquals, assertThrows } from "@std/assert";
import {
  SUPPORTED_DEEPAGENTS,
  SUPPORTED_LANGCHAIN,
  traceAgent,
} from "@turnspan/turnspan/langchain";
import { VERSIONS } from "./_versions.ts";

const DO = () => {};
const FITS = {
  options: {},
  graph: { _streamIterator: DO },
  withConfig: DO,
  invoke: DO,
  stream: DO,
  streamEvents: DO,
};

for (const key of Object.keys(FITS)) {
  Deno.test(`traceAgent() says what is missing where there is no ${key}`, () => {
    const { message } = assertThrows(
      () => traceAgent({ ...FITS, [key]: undefined }),
      TypeError,
    );
    const what = ["options", "graph"].includes(key) ? key : `${key}()`;
    assertEquals(
      message,
      `Cannot trace the agent: it has no ${what}. An agent is what createAgent of langchain ${SUPPORTED_LANGCHAIN} or createDeepAgent of deepagents ${SUPPORTED_DEEPAGENTS} makes; for any other graph, open the run with traceRun() and add traceMiddleware() to its agents`,
    );
  });
}

Deno.test("traceAgent() says all that is missing at once", () => {
  for (const nothing of [{}, null, undefined, "agent", DO]) {
    assertThrows(
      () => traceAgent(nothing as never),
      TypeError,
      "it has no options, no withConfig(), no invoke(), no stream(), no streamEvents(), no graph.",
    );
  }
});

Deno.test("the oldest and the newest versions are two", () => {
  const [oldest, newest] = Object.values(VERSIONS).map(({ langchain }) =>
    langchain.createAgent
  );
  assertEquals(oldest === newest, false);
});
