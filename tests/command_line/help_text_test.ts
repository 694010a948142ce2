import { assert, assertEquals } from "@std/assert";
import { agentCommand } from "../../cli/agent/command.ts";
import { DEMO_COMMAND } from "../../cli/demo/command.ts";
import { LITELLM_COMMAND } from "../../cli/server/litellm_command.ts";
import type { Command } from "../../command_line/command.ts";
import { helpText } from "../../command_line/help_text.ts";
import { turnsCommand } from "../../turns/command/turns_command.ts";
import { COMMAND, taking } from "./_command.ts";

Deno.test("helpText() shows the whole command, in lines of 80 columns", () => {
  assertEquals(
    helpText(COMMAND),
    `\
Usage: try [options] [words...]

Tries command lines.

All of them.

Arguments:
  words               what it takes besides

Options:
  --some-text <text>  a text, see Texts, as it was written
  --count <n>         how many, which is a whole number, written in digits
                      (default: 10)
  --size <size>       how large
  --json              print JSON
  -V, --version       show the version
  -h, --help          show help

Exit codes: 0.`,
  );
});

Deno.test("helpText() leaves out what there is not", () => {
  const { after: _, ...command } = { ...taking(), flags: {} };
  assertEquals(
    helpText(command),
    `\
Usage: try [options]

Tries command lines.

All of them.

Options:
  -V, --version  show the version
  -h, --help     show help`,
  );
});

Deno.test("helpText() breaks a line after the last word that has room", () => {
  const command = (description: string): Command => ({
    ...{ name: "try", flags: {} },
    description,
  });
  const [, , first, second] = helpText(
    command(`${"a".repeat(39)} ${"b".repeat(40)} c`),
  ).split("\n");
  assertEquals([first?.length, second], [80, "c"]);
  const long = "d".repeat(100);
  assert(helpText(command(`a ${long}`)).includes(long));
});

Deno.test("helpText() of each command has no flag without a text, and none too wide", () => {
  for (
    const command of [
      agentCommand("deep-agent", "answers"),
      ...[DEMO_COMMAND, LITELLM_COMMAND, turnsCommand(0)],
    ]
  ) {
    const [, options = ""] = helpText(command).split("Options:\n");
    const [rows = ""] = options.split("\n\n");
    for (const row of rows.split("\n")) {
      assert(row.length <= 80, row);
      assert(/^ {2}\S.* {2}\S|^ {8,}\S/.test(row), row);
    }
  }
});

Deno.test("helpText() of a runner lists the models that it takes, and no other", () => {
  const forms = (...takes: Parameters<typeof agentCommand>[2][]) =>
    takes.map((apis) => {
      const help = helpText(agentCommand("x", "answers", apis));
      const [, models = ""] = /^Models:\n((?: {2}.*\n)+)/m.exec(help) ?? [];
      return [...models.matchAll(/^ {2}(\w+)/gm)].map(([, form]) => form);
    });
  assertEquals(forms(["chat_completions"], ["messages"], undefined), [
    ["litellm_proxy", "openai", "demo"],
    ["litellm_proxy", "anthropic", "demo"],
    ["litellm_proxy", "openai", "anthropic", "demo"],
  ]);
});
