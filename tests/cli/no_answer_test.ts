import { assertEquals } from "@std/assert";
import { conversation } from "../_helpers/conversation.ts";
import {
  completionWith,
  messageWith,
  sends,
  sendsMessage,
} from "../_helpers/gateway_replies.ts";
import { Folder, runCommand } from "./_command.ts";
import { startModel } from "./_model.ts";

const FILTERED = sends(
  completionWith({ role: "assistant", content: null }, "content_filter"),
);

const REFUSED = sendsMessage(messageWith({ stop_reason: "refusal" }));

/** The commands, a model of each, and a reply that is no answer. */
const COMMANDS = [
  ["plan-execute", "openai/gpt-x", FILTERED],
  ["openai-agent", "openai/gpt-x", FILTERED],
  ["deep-agent", "openai/gpt-x", FILTERED],
  ["deep-agent", "anthropic/claude-x", REFUSED],
  ["claude-agent", "anthropic/claude-x", REFUSED],
] as const;

for (const [task, id, reply] of COMMANDS) {
  Deno.test(`${task} exits 1 where ${id} gives no answer`, async () => {
    using folder = new Folder();
    folder.servers({});
    await using model = startModel(conversation(reply, reply, reply));
    const { code, stdout, stderr } = await runCommand(
      ["--model-id", id, "Say hello"],
      {
        task,
        cwd: folder.path,
        env: {
          ...model.env,
          ANTHROPIC_BASE_URL: model.env.OPENAI_BASE_URL!,
          ANTHROPIC_API_KEY: "key-of-the-test",
        },
      },
    );
    const why = reply === REFUSED
      ? "it refused"
      : "a content filter withheld its reply (content_filter)";
    assertEquals([code, stdout], [1, ""]);
    assertEquals(
      stderr,
      `${task}: Cannot get an answer from model "${id}": ${why}; ask in other words, or another model\n`,
    );
  });
}
