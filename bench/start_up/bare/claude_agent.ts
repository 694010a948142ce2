import { query } from "@anthropic-ai/claude-agent-sdk";
import { SERVERS } from "./servers.ts";

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
    // Claude Code starts its servers itself.
    mcpServers: SERVERS,
    strictMcpConfig: true,
    permissionMode: "bypassPermissions",
    allowDangerouslySkipPermissions: true,
    settingSources: [],
    persistSession: false,
  },
});
// Its own process is otherwise left to run.
Deno.addSignalListener("SIGTERM", () => messages.close());
for await (const _message of messages);
