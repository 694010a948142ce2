import { assertEquals, assertStringIncludes } from "@std/assert";
import { completionWith, sends } from "../_helpers/gateway_replies.ts";
import {
  calls,
  plans,
  replies,
  type Reply,
  says,
} from "../_helpers/replies.ts";
import { runScripted } from "./_run.ts";

const STEPS = [{
  id: 1,
  task: 'Say {"x": "}"}',
  server: "tools",
  tool: "echo",
  depends_on: [],
}];

const PLAN = JSON.stringify({ steps: STEPS }, null, 2);

/** A message with this content. */
function content(content: unknown, more = {}): Reply {
  return sends(completionWith({ role: "assistant", content, ...more }));
}

/** Replies that can only mean one plan. */
const PLANS: Readonly<Record<string, Reply>> = {
  "in a code fence": says(`\`\`\`json\n${PLAN}\n\`\`\``),
  "in a code fence of no language": says(`\`\`\`\n${PLAN}\n\`\`\`\n`),
  "in a code fence of one line": says(`\`\`\`json ${PLAN}\`\`\``),
  "in a code fence that is left open": says(`\`\`\`json\n${PLAN}`),
  "with words around a code fence": says(
    `Here is the plan [1]:\n\n\`\`\`json\n${PLAN}\n\`\`\`\n\nIt has {one} step.`,
  ),
  "with words around it": says(`The plan: ${PLAN} That is "all".`),
  "after a thought": says(
    `<think>I might {"steps": []} or {"steps": [1]}</think>\n${PLAN}`,
  ),
  "after a thought of another name": says(
    `<thinking>{"steps": []}</thinking>${PLAN}`,
  ),
  "after a thought whose beginning is missing": says(
    `First {"steps": []}.\n</think>\n\n${PLAN}`,
  ),
  "after a thought that is left open": says(`<think>Well…\n${PLAN}`),
  "after a thought, in a code fence": says(
    `<think>Well…</think>\n\`\`\`json\n${PLAN}\n\`\`\``,
  ),
  "that was thought of before": says(`<think>${PLAN}\n${PLAN}`),
  "with a byte order mark": says(`\uFEFF${PLAN}`),
  "with a byte order mark in a code fence": says(
    `\uFEFF\`\`\`json\n\uFEFF${PLAN}\n\`\`\``,
  ),
  "in content parts": content([{ type: "text", text: PLAN }]),
  "in several content parts": content([
    { type: "text", text: PLAN.slice(0, 20) },
    { type: "text", text: PLAN.slice(20) },
  ]),
  "behind a thought in content parts": content([
    { type: "thinking", thinking: [{ type: "text", text: '{"steps": []}' }] },
    { type: "text", text: PLAN },
  ]),
  "as an object": content({ steps: STEPS }),
  "as a list of objects": content(STEPS),
  "in a text of a text": says(JSON.stringify(PLAN)),
  "as its bare steps": says(JSON.stringify(STEPS)),
  "as its bare steps in a code fence": says(
    `\`\`\`json\n${JSON.stringify(STEPS)}\n\`\`\``,
  ),
  "in an object of its own": says(JSON.stringify({ plan: { steps: STEPS } })),
  "alone in a list": says(JSON.stringify([{ steps: STEPS }])),
  "with other members": says(JSON.stringify({ goal: "x", steps: STEPS })),
  "beside its reasoning": content(PLAN, { reasoning_content: "Well…" }),
};

for (const [what, plan] of Object.entries(PLANS)) {
  Deno.test(`planExecute runs a plan ${what}`, async () => {
    const { result, tree, requests } = await runScripted({
      handler: replies(plan, calls(["echo", { text: "x" }]), says("done")),
    });
    assertEquals([result.answer, result.error], ["done", undefined]);
    assertEquals(requests.length, 3);
    assertEquals(
      tree,
      `agent.run
  agent.turn plan
    chat tested
      POST
  agent.turn execute
    chat tested
      POST
    tool.call echo
  agent.turn summarize
    chat tested
      POST`,
    );
  });
}

const WAY_OUT =
  "; use a model that keeps to a JSON schema, or openai-agent, which needs no plan";

/** Replies in which there is no plan, or not one alone. */
const NO_PLANS: Readonly<Record<string, readonly [Reply, string]>> = {
  "words": [says("First I would…"), "it is not JSON"],
  "nothing": [says(""), "it is empty"],
  "no content": [content(null), "it is empty"],
  "a trailing comma": [says(PLAN.replace(/\]\s*\}$/, "],}")), "it is not JSON"],
  "a part of a plan": [says(PLAN.slice(0, -4)), "it is not JSON"],
  "two plans": [
    says(`${PLAN}\nor\n${PLAN.replace("Say", "Tell")}`),
    "it holds more than one plan",
  ],
  "a number": [says("42"), "it is no object with a list of steps"],
  "another object": [
    says('{"answer": 42}'),
    "steps: it has to be a list of at least one step",
  ],
  "another object in a code fence": [
    says('```json\n{"answer": 42}\n```'),
    "it is not JSON",
  ],
  "no steps": [
    says('{"steps": []}'),
    "steps: it has to be a list of at least one step",
  ],
  "a number in words": [
    says(PLAN.replace('"id": 1', '"id": "one"')),
    "steps.0.id: it has to be a whole number",
  ],
  "no task": [
    says(PLAN.replace(/"task": .*/, "")),
    "steps.0.task: it has to be a text that says what to do",
  ],
  "a needed step in words": [
    says(PLAN.replace('"depends_on": []', '"depends_on": ["one"]')),
    "steps.0.depends_on.0: it has to be a list of the numbers of steps",
  ],
};

for (const [what, [reply, reason]] of Object.entries(NO_PLANS)) {
  Deno.test(`planExecute says that it cannot read a plan of ${what}`, async () => {
    const { result, requests } = await runScripted({
      servers: {},
      handler: replies(reply, reply),
    });
    assertEquals(result.answer, "");
    assertEquals(result.error, {
      type: "PlanError",
      message:
        `Cannot read the plan of model "openai/tested": ${reason}${WAY_OUT}`,
    });
    // It was asked for once more, with the reason.
    assertStringIncludes(
      JSON.stringify(requests[1]?.body),
      `This plan cannot be run: ${reason}. `,
    );
  });
}

Deno.test("planExecute runs the plan that it gets in the place of none", async () => {
  const { result } = await runScripted({
    servers: {},
    handler: replies(says("Well…"), plans({}), says("so"), says("done")),
  });
  assertEquals(result.answer, "done");
});
