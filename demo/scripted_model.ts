/**
 * The demo's model server as a program of its own, for anything that speaks
 * chat completions, messages or responses.
 *
 * @module
 */

// deno-lint-ignore-file no-console

import { Command, InvalidArgumentError } from "commander";
import { startScriptedModel } from "./scripted_model/start.ts";

const program = new Command("scripted_model")
  .description(
    `Serves a scripted model on loopback: no model runs here. It walks one
diagnosis with the demo's tools, reads the results that it is sent, counts
their tokens (o200k_base) and composes its answers from the numbers in them.

  POST /v1/chat/completions   OpenAI chat completions, streamed or not
  POST /v1/messages           Anthropic messages, streamed or not
  POST /v1/responses          OpenAI responses, streamed or not

Prints its base URL on stdout.`,
  )
  .option("--port <port>", "port on 127.0.0.1; 0 takes a free one", port, 0)
  .helpOption("--help", "print this help")
  // Plain text: asking for colours would take permission to read variables.
  .configureOutput({
    getOutHasColors: () => false,
    getErrHasColors: () => false,
  })
  .exitOverride(({ exitCode }) => Deno.exit(exitCode === 0 ? 0 : 2));

if (import.meta.main) {
  program.parse(Deno.args, { from: "user" });
  const model = startScriptedModel(program.opts<{ port: number }>());
  console.error("This model is scripted: it follows the demo's diagnosis");
  console.log(model.baseUrl);
  await model.finished;
}

function port(text: string): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number > 65535) {
    throw new InvalidArgumentError(`Not a port between 0 and 65535`);
  }
  return number;
}
