import { benchArgs } from "../shared/bench_args.ts";
import type { Suite } from "../suite.ts";
import { COMMANDS } from "./commands.ts";

const startUp: Suite = {
  name: "start-up",
  title: "Start-up, to the first request",
  about: "How long each command takes from its start to its first request to " +
    "the model, with tracing off and on (into a file), and a bare script that " +
    "asks the same model with the same framework and the same MCP client. Each " +
    "starts an MCP server of one tool before that, whose tools it needs.",
  bare: "bare script",
  reference: "bare script",
  rounds: 15,
  seconds: 150,
  figures: Object.keys(COMMANDS).map((task) => ({
    key: task,
    title: task,
    unit: "ms",
    added: true,
  })),
  ways: [
    {
      name: "bare script",
      args: benchArgs("start_up/first_request.ts", "bare"),
    },
    {
      name: "tracing off",
      args: benchArgs("start_up/first_request.ts", "off"),
    },
    { name: "tracing on", args: benchArgs("start_up/first_request.ts", "on") },
  ],
};

/** What tracing costs before anything is asked. */
export const startUpSuites: readonly Suite[] = [startUp];
