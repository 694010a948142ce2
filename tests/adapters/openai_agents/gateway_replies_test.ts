import { assertEquals } from "@std/assert";
import { conversation, says } from "../../_helpers/conversation.ts";
import { completionWith, sends } from "../../_helpers/gateway_replies.ts";
import { startScriptedModel } from "../../../demo/scripted_model/start.ts";
import { adding, agentOf, runnerAt } from "./_agents.ts";
import { type Sdk, testEachVersion, untraced } from "./_versions.ts";

const CALL = { type: "function", function: { name: "add", arguments: "{}" } };

/** A reply that the runners of the repository mend, and one that they fail by. */
const REPLIES = {
  "no id": completionWith({
    role: "assistant",
    content: null,
    tool_calls: [CALL],
  }, "tool_calls"),
  "content parts": completionWith({
    role: "assistant",
    content: [{ type: "text", text: "done" }],
  }),
} as const;

/** What a program of one's own comes to. */
async function seen(
  sdk: Sdk,
  reply: unknown,
  run: Sdk["Runner"]["prototype"]["run"],
): Promise<unknown> {
  await using model = startScriptedModel({
    handler: conversation(sends(reply), says("again")),
  });
  const runner = runnerAt(sdk, model.baseUrl);
  const agent = agentOf(sdk, "first", { tools: [adding(sdk)] });
  try {
    const result = await run.call(runner, agent as never, "Go", {} as never);
    const { newItems, finalOutput } = result as {
      readonly newItems: readonly { toJSON(): unknown }[];
      readonly finalOutput?: unknown;
    };
    return [finalOutput, newItems.map((item) => item.toJSON())];
  } catch (error) {
    return `${error}`;
  }
}

for (const [what, reply] of Object.entries(REPLIES)) {
  testEachVersion(
    `traceRunner() leaves a reply with ${what} as it is`,
    async (sdk) => {
      const before = await seen(sdk, reply, untraced.get(sdk)!);
      const traced = await seen(sdk, reply, sdk.Runner.prototype.run);
      assertEquals(traced, before);
      const isMended = Array.isArray(before) &&
        (before[0] === "done" || JSON.stringify(before[1]).includes("call_"));
      assertEquals(isMended, false);
    },
  );
}
