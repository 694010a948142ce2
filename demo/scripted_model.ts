/**
 * The demo's model server as a program of its own, for anything that speaks
 * chat completions, messages or responses.
 *
 * @module
 */

// deno-lint-ignore-file no-console

import type { Command } from "../command_line/command.ts";
import { runCommand } from "../command_line/run_command.ts";
import { startScriptedModel } from "./scripted_model/start.ts";

const COMMAND = {
  name: "scripted_model",
  description: `\
Serves a scripted model on loopback: no model runs here. It walks one
diagnosis with the demo's tools, reads the results that it is sent, counts
their tokens (o200k_base) and composes its answers from the numbers in them.

  POST /v1/chat/completions   OpenAI chat completions, streamed or not
  POST /v1/messages           Anthropic messages, streamed or not
  POST /v1/responses          OpenAI responses, streamed or not

Prints its base URL on stdout.`,
  flags: {
    port: {
      usage: "--port <port>",
      help: "port on 127.0.0.1; 0 takes a free one",
      default: 0,
      read: port,
      expects: "Not a port between 0 and 65535",
    },
  },
} as const satisfies Command;

function port(text: string): number | undefined {
  return /^\d+$/.test(text) && Number(text) <= 65535 ? Number(text) : undefined;
}

if (import.meta.main) {
  Deno.exit(
    await runCommand(COMMAND, Deno.args, async (options) => {
      const model = startScriptedModel(options);
      console.error("This model is scripted: it follows the demo's diagnosis");
      console.log(model.baseUrl);
      await model.finished;
      return 0;
    }),
  );
}
