import { assertEquals, assertStringIncludes } from "@std/assert";
import { agentCommand } from "../../cli/agent/command.ts";
import { helpText } from "../../command_line/help_text.ts";

Deno.test("agentCommand() looks for Deno on the PATH for its help alone", () => {
  const { statSync } = Deno;
  let looks = 0;
  Deno.statSync = (path) => {
    looks++;
    return statSync(path);
  };
  try {
    const command = agentCommand("plan-execute", "plans");
    assertEquals(looks, 0);
    assertStringIncludes(helpText(command), "deno task plan-execute");
    assertEquals(looks > 0, true);
  } finally {
    Deno.statSync = statSync;
  }
});
