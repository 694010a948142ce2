import { MODEL_IS_SCRIPTED } from "../shared/model_is_scripted.ts";
import { RUNNER_PROGRAMS } from "./_runner_program.ts";
import { say } from "./_screen.ts";

/** The variable that decides whether content is in the trace. */
export const CAPTURE = "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT";

let isSaid = false;

/** Says once what is about to be seen, and what it takes. */
export function sayPreface(all: boolean): void {
  if (isSaid) return;
  isSaid = true;
  if (all) say(whatAllDownloads());
  say(MODEL_IS_SCRIPTED);
  if (!Deno.env.get(CAPTURE)) {
    say("The data is made up, so prompts and results are in the trace too.");
  }
  say("");
}

function whatAllDownloads(): string {
  const each = RUNNER_PROGRAMS.map(({ runner, megabytes }) =>
    `${runner} up to ${megabytes} MB`
  );
  return `Running every runner. What is not here yet is downloaded first: ${
    each.join(", ")
  }.`;
}
