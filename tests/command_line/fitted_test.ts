import { assert, assertEquals } from "@std/assert";
import { agentCommand } from "../../cli/agent/command.ts";
import { DEMO_COMMAND } from "../../cli/demo/command.ts";
import { LITELLM_COMMAND } from "../../cli/server/litellm_command.ts";
import { fitted } from "../../command_line/fitted.ts";
import { helpText } from "../../command_line/help_text.ts";
import { turnsCommand } from "../../turns/command/turns_command.ts";
import { COMMAND } from "./_command.ts";

Deno.test("fitted() makes lines of a paragraph, whatever lines it was written in", () => {
  const text =
    "one two three four five\nsix seven eight nine ten eleven\n\nend";
  assertEquals(
    fitted(text, 40),
    "one two three four five six seven eight\nnine ten eleven\n\nend",
  );
  assertEquals(fitted(text, 140), fitted(text, 80));
  // A pseudo-terminal that nobody has given a size has 0 columns.
  assertEquals(fitted(text, 0), fitted(text, 80));
});

Deno.test("fitted() keeps the columns of a table, or goes on below where there is no room", () => {
  const row = "  NAME        what it does, which is a lot";
  assertEquals(
    fitted(row, 40),
    "  NAME        what it does, which is a\n              lot",
  );
  const wide = "  A_RATHER_LONG_NAME        what it does, a lot";
  assertEquals(
    fitted(wide, 40),
    "  A_RATHER_LONG_NAME\n      what it does, a lot",
  );
});

Deno.test("fitted() goes on with a command line so that it can be copied", () => {
  assertEquals(
    fitted('  deno task demo --some-flag "a question of words"', 40),
    '  deno task demo --some-flag \\\n  "a question of words"',
  );
});

Deno.test("fitted() never breaks a word, however long", () => {
  const word = "x".repeat(200);
  for (const text of [word, `a ${word} b`, `  term  ${word} b`]) {
    assert(fitted(text, 60).split(/\s+/).includes(word), text);
  }
});

Deno.test("helpText() of each command fits the terminal, between words", () => {
  const commands = [
    COMMAND,
    agentCommand("plan-execute", "plans", ["chat_completions"]),
    agentCommand("claude-agent", "answers", ["messages"]),
    agentCommand("deep-agent", "answers"),
    DEMO_COMMAND,
    LITELLM_COMMAND,
    turnsCommand(0),
  ];
  const words = (text: string) =>
    text.split(/\s+/).filter((word) => word !== "\\" && word !== "");
  for (const command of commands) {
    const whole = words(helpText(command, 80));
    for (const columns of [60, 80, 100, 140]) {
      const text = helpText(command, columns);
      assertEquals(words(text), whole);
      for (const line of text.split("\n")) {
        assert(line.length <= Math.min(columns, 80), `${columns}: ${line}`);
        assertEquals(line, line.trimEnd());
      }
    }
  }
});
