import { assertEquals } from "@std/assert";
import {
  asks,
  conversation,
  hangs,
  says,
} from "../../_helpers/conversation.ts";
import { queried, type sdk, turn } from "./_queried.ts";

/** The SDK has a timer for ending the CLI, which it leaves behind. */
const LEAKS = { sanitizeOps: false, sanitizeResources: false };

/** Each way to leave a query of which one message was read. */
const WAYS: Readonly<
  Record<string, (query: sdk.Query, abort: AbortController) => unknown>
> = {
  async break(query) {
    for await (const _ of query) break;
  },
  async throw(query) {
    await query.next();
    await query.throw(new Error("enough")).catch(() => {});
  },
  async return(query) {
    await query.next();
    await query.return();
  },
  async close(query) {
    await query.next();
    query.close();
  },
  async disposal(query) {
    await query.next();
    await query[Symbol.asyncDispose]();
  },
  async abort(query, abort) {
    await query.next();
    abort.abort();
    await query.next().catch(() => {});
  },
};

const STATUS = { type: "system", subtype: "status", status: null };

for (const [way, leave] of Object.entries(WAYS)) {
  for (const inRun of [false, true]) {
    const where = inRun ? " in a run" : "";
    const run = inRun ? "agent.run" : "agent.run cancelled";

    Deno.test(
      `a query's reply is cancelled by ${way}${where}`,
      LEAKS,
      async () => {
        const { reply, asked } = hangs();
        const abortController = new AbortController();
        const { tree } = await queried(async (cli) => {
          cli.ask(turn()).catch(() => {});
          await asked;
          cli.say(STATUS);
          await cli.closed;
        }, {
          handler: conversation(reply),
          inRun,
          options: { abortController },
          read: async (query) => void await leave(query, abortController),
        });
        assertEquals(
          tree,
          `${run}
  agent.turn cancelled
    chat tested cancelled
      POST cancelled`,
        );
      },
    );

    Deno.test(
      `a query's tool is cancelled by ${way}${where}`,
      LEAKS,
      async () => {
        const abortController = new AbortController();
        const { tree } = await queried(async (cli) => {
          await cli.ask(turn());
          await cli.hook("PreToolUse", {
            tool_name: "Bash",
            tool_use_id: "id_1",
            tool_input: {},
          });
          cli.say(STATUS);
          await cli.closed;
        }, {
          handler: conversation(asks(["Bash", {}, "id_1"])),
          inRun,
          options: { abortController },
          read: async (query) => void await leave(query, abortController),
        });
        assertEquals(
          tree,
          `${run}
  agent.turn cancelled
    chat tested
      POST
    tool.call local Bash cancelled`,
        );
      },
    );
  }
}

Deno.test(
  "a query's reader that has the result leaves a success",
  LEAKS,
  async () => {
    const { tree } = await queried(async (cli) => {
      await cli.ask(turn());
      cli.result("done");
      await cli.closed;
    }, {
      handler: conversation(says("done")),
      read: async (query) => {
        for await (const { type } of query) if (type === "result") break;
      },
    });
    assertEquals(
      tree,
      `agent.run
  agent.turn
    chat tested
      POST`,
    );
  },
);
