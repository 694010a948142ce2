import { printable, printableLine } from "../../tracing/base/printable.ts";
import { count } from "../draw/format.ts";
import { isRunner } from "../model/is_runner.ts";
import type { Ranking } from "../model/ranking.ts";
import type { TurnsIo } from "./io.ts";
import { type Places, placesRead } from "./_places.ts";
import type { TurnsArgs } from "./turns_command.ts";
import { whereTracesComeFrom } from "./_where_traces_come_from.ts";

/** More names than this help nobody choose. */
const MOST_NAMED = 20;

/** What an agent of one's own has to do for its tokens to be known. */
export const HOW_TO_REPORT = `\
In a loop of your own, hand each reply to chat.reply(reply):
it reads the tokens from it, see docs/library.md. Streamed
chat completions have them only where they are asked for with
stream_options: { include_usage: true }
`;

/** What can be asked for by name, and is not there. */
function nameNotFound(
  { runners, models }: Pick<Ranking, "runners" | "models">,
  args: TurnsArgs,
): string | undefined {
  const { runner, model } = args;
  const list = (names: readonly string[]) => {
    if (names.length < 2) return `the only one is ${names[0] ?? "unnamed"}`;
    const more = names.length > MOST_NAMED
      ? ` and ${names.length - MOST_NAMED} more`
      : "";
    return `there are ${names.slice(0, MOST_NAMED).join(", ")}${more}`;
  };
  if (runner !== undefined && !runners.some((one) => isRunner(one, runner))) {
    return `No runner is called "${runner}", ${list(runners)}`;
  }
  const asked = model?.toLowerCase();
  return asked === undefined ||
      models.some((one) => one.toLowerCase().includes(asked))
    ? undefined
    : `No model's name contains "${model}", ${list(models)}`;
}

/** Says why there is nothing to list, and what to do about it. */
export function whyNothing(
  found: Omit<Ranking, "rows" | "run">,
  args: TurnsArgs,
  places: Places,
  io: TurnsIo,
): string {
  const { candidates, withoutUsage, runWithoutUsage, spans } = found;
  const some = `Found ${count(candidates)} turns and model calls`;
  const name = nameNotFound(found, args);
  const [why, next] = candidates === 0
    ? ["Found no turn and no model call", whereTracesComeFrom(io)]
    : candidates === withoutUsage
    ? [
      `${some}, and none reports its tokens`,
      `${HOW_TO_REPORT}What is known of them: --run ${
        printableLine(runWithoutUsage ?? "<id>")
      } --tree\n`,
    ]
    : name !== undefined
    ? [`${some}, and none passes the filters:\n${printable(name)}`, ""]
    : [
      `${some}, and none passes the filters`,
      "What to run next: the same with a smaller --over, an earlier --since, or without filters\n",
    ];
  return `turns: ${why}\n${placesRead(places, spans)}${next}`;
}
