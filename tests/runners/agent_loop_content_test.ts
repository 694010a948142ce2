import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { RecordedSpan } from "../../testing/mod.ts";
import { asks, conversation, refuses, says } from "../_helpers/conversation.ts";
import { capturing } from "../tracing/recorder/_run_setup.ts";
import { type AgentLoop, testEachLoop } from "./_agent_loops.ts";

/** What may be on a span only where content is captured. */
const CONTENT = {
  question: "marker-question",
  argument: "marker-argument",
  failure: "marker-failure",
  misfit: "marker-misfit",
  unknown: "marker-unknown",
  answer: "marker-answer",
};

/** A run in which all of it is said. */
function answered(loop: AgentLoop) {
  return loop.run({
    question: CONTENT.question,
    handler: conversation(
      asks(
        ["echo", { text: CONTENT.argument }],
        ["fail", {
          text: CONTENT.failure,
        }],
        ["echo", { text: { [CONTENT.misfit]: 1 } }],
        ["no_such_tool", {
          text: CONTENT.unknown,
        }],
      ),
      says(CONTENT.answer),
    ),
  });
}

/** All that an exporter is given of a span. */
function exported(spans: readonly RecordedSpan[]): string {
  return JSON.stringify(
    spans.map(({ name, attributes, events, status }) => ({
      name,
      attributes,
      events,
      status,
    })),
  );
}

testEachLoop(
  "keeps content out of spans unless it is captured",
  async (loop) => {
    const off = await answered(loop);
    assertEquals(off.result.answer, CONTENT.answer);
    for (const text of Object.values(CONTENT)) {
      assert(!exported(off.spans).includes(text), text);
      // The person and the trajectory have it either way.
      const sent = JSON.stringify([off.requests, off.result]);
      assertStringIncludes(sent, text);
    }
    using _ = capturing();
    const on = await answered(loop);
    for (const text of Object.values(CONTENT)) {
      assertStringIncludes(exported(on.spans), text);
    }
  },
);

testEachLoop("keeps a model's error text out of spans", async (loop) => {
  const { result, spans } = await loop.run({
    handler: conversation(refuses(400, {}, `no: ${CONTENT.failure}`)),
  });
  assertStringIncludes(result.error?.message ?? "", CONTENT.failure);
  assert(!exported(spans).includes(CONTENT.failure), exported(spans));
});

testEachLoop("keeps a cut reply's text out of spans", async (loop) => {
  const { result, spans } = await loop.run({
    handler: conversation(says(`${CONTENT.answer} and more`, { cut: true })),
  });
  assert(result.error !== undefined);
  assert(!exported(spans).includes(CONTENT.answer), exported(spans));
});

testEachLoop(
  "keeps what a failed agent inside was told out of spans",
  async (loop) => {
    const task = {
      description: CONTENT.question,
      subagent_type: "data_analyst",
    };
    const { result, spans } = await loop.run({
      handler: conversation(
        asks(["task", task]),
        refuses(400, {}, `no: ${CONTENT.failure}`),
        says("It failed"),
      ),
    });
    assertEquals(result.answer, "It failed");
    const call = result.trajectory.turns[0]?.toolCalls[0];
    assertStringIncludes(call?.error?.message ?? "", CONTENT.failure);
    assertEquals(call?.error?.type, "400");
    assert(!exported(spans).includes(CONTENT.failure), exported(spans));
    assert(!exported(spans).includes(CONTENT.question), exported(spans));
  },
  ({ runner }) => runner.name === "deep_agent",
);
