import { query } from "@anthropic-ai/claude-agent-sdk";
import { Client } from "@modelcontextprotocol/client";

// An agent has tools, and so a script of its kind has a client for them.
new Client({ name: "bench", version: "1.0.0" });
// Nothing of the person's own settings, and nothing that is left in their home.
const home = await Deno.makeTempDir();
const messages = query({
  prompt: "What is it?",
  options: {
    model: "bench",
    cwd: home,
    env: {
      ...Deno.env.toObject(),
      CLAUDE_CONFIG_DIR: home,
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
      // As root it refuses to work without asking for permissions otherwise.
      IS_SANDBOX: "1",
    },
    tools: ["Agent"],
    permissionMode: "bypassPermissions",
    allowDangerouslySkipPermissions: true,
    settingSources: [],
    persistSession: false,
  },
});
// Its own process is otherwise left to run.
Deno.addSignalListener("SIGTERM", () => messages.close());
for await (const _message of messages);
