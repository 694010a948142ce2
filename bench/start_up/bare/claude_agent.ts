import {
  createSdkMcpServer,
  query,
  tool,
} from "@anthropic-ai/claude-agent-sdk";
import { listedTools } from "./listed_tools.ts";

// As the command, it calls tools itself: Claude Code asks it for them.
const bench = createSdkMcpServer({
  name: "bench",
  tools: (await listedTools()).map(({ name, description = "" }) =>
    tool(name, description, {}, () => Promise.resolve({ content: [] }))
  ),
});
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
    mcpServers: { bench },
    permissionMode: "bypassPermissions",
    allowDangerouslySkipPermissions: true,
    settingSources: [],
    persistSession: false,
  },
});
// Its own process is otherwise left to run.
Deno.addSignalListener("SIGTERM", () => messages.close());
for await (const _message of messages);
// The MCP server would keep it running.
Deno.exit();
