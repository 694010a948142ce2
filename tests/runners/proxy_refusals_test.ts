import { assertEquals } from "@std/assert";
import type { Handler } from "../../demo/scripted_model/handler.ts";
import { deepAgent } from "../../runners/deep_agent.ts";
import { planExecute } from "../../runners/plan_execute.ts";
import { capturing } from "../tracing/recorder/_run_setup.ts";
import { loopTree, testEachLoop } from "./_agent_loops.ts";
import recorded from "./litellm_refusals.json" with { type: "json" };
import { runScripted, type ScriptedRun } from "./_run.ts";

/** What LiteLLM 1.102.4 answered, and what a person is to be told of it. */
const REFUSALS = recorded as readonly {
  readonly what: string;
  readonly api: keyof typeof RUNNERS;
  readonly status: number;
  readonly body: unknown;
  readonly says: string;
}[];

/** Of those that are tried again, so that no test waits. */
const AT_ONCE = { "retry-after-ms": "1" };

const RUNNERS = { chat_completions: planExecute, messages: deepAgent } as const;

/** Answers every request so. */
function always(status: number, body: unknown): Handler {
  const init = { status, headers: AT_ONCE };
  return () =>
    Promise.resolve(
      typeof body === "string"
        ? new Response(body, init)
        : Response.json(body, init),
    );
}

/** What a run says whose model is a proxy's that answers so. */
async function said(init: ScriptedRun): Promise<string | undefined> {
  const { result } = await runScripted({ servers: {}, proxy: true, ...init });
  return result.error?.message.replaceAll(/http:\/\/127\.0\.0\.1:\d+/g, "@");
}

for (const { what, api, status, body, says } of REFUSALS) {
  Deno.test(`a proxy's refusal over ${api} is one line: ${what}`, async () => {
    const line = await said({
      runner: RUNNERS[api],
      api,
      handler: always(status, body),
    });

    assertEquals(
      line,
      // The address behind a proxy is no address of ours.
      `Cannot ask model "litellm_proxy/tested": @ answered ${status}${
        says.replaceAll("{origin}", "@")
      }`,
    );
  });
}

for (
  const [what, status, body, says] of [
    [
      "a page",
      404,
      "<!DOCTYPE html><html><head><title>Not\n here</title></head></html>",
      '404: an HTML page, "Not here"; check LITELLM_BASE_URL',
    ],
    [
      "a page without a title",
      500,
      "<html><body>oops</body></html>",
      "500: an HTML page; check LITELLM_BASE_URL",
    ],
    ["nothing", 404, "", "404; check LITELLM_BASE_URL"],
    ["nothing but a status", 500, {}, "500"],
    ["a method that it does not take", 405, "", "405; check LITELLM_BASE_URL"],
    ["plain text", 500, 'no room for "{}"\n', '500: no room for "{}"'],
    ["an error that is none", 500, { error: null }, '500: {"error":null}'],
    [
      "a request that it cannot read",
      422,
      { detail: [{ loc: ["body"], msg: "Field required" }] },
      '422: {"detail":[{"loc":["body"],"msg":"Field required"}]}',
    ],
    [
      "a reason that only looks like a proxy's",
      400,
      { error: { message: "ValueError - no such voice" } },
      "400: ValueError - no such voice",
    ],
    [
      "the key that it was sent",
      401,
      { error: { message: "no such key: proxy-key-1234" } },
      "401: no such key: [key]; check LITELLM_API_KEY",
    ],
    [
      "a key of OpenAI's",
      401,
      { error: { message: "no such key: sk-1234" } },
      "401: no such key: [key]; check LITELLM_API_KEY",
    ],
    [
      "the ends of a key",
      401,
      { error: { message: "no such key: ab12********yz89" } },
      "401: no such key: [key]; check LITELLM_API_KEY",
    ],
    [
      "a body with no reason",
      400,
      { error: { code: 7 } },
      '400: {"code":7}',
    ],
    [
      "more than anybody reads",
      400,
      { error: { message: "x".repeat(1000) } },
      `400: ${"x".repeat(300)}…`,
    ],
  ] as const
) {
  Deno.test(`what is no LiteLLM is told of too: ${what}`, async () => {
    const line = await said({ handler: always(status, body) });
    assertEquals(
      line,
      `Cannot ask model "litellm_proxy/tested": @ answered ${says}`,
    );
  });
}

Deno.test("what is no LiteLLM is told of over messages too: null", async () => {
  const line = await said({
    runner: deepAgent,
    api: "messages",
    handler: always(400, null),
  });
  assertEquals(
    line,
    'Cannot ask model "litellm_proxy/tested": @ answered 400: null',
  );
});

Deno.test("a vendor that does not know the model is asked for those it knows", async () => {
  const error = { type: "not_found_error", message: "model: tested" };
  const line = await said({
    proxy: false,
    runner: deepAgent,
    api: "messages",
    handler: always(404, { type: "error", error }),
  });
  assertEquals(
    line,
    'Cannot ask model "openai/tested": @ answered 404: model: tested; @/v1/models lists the models',
  );
});

for (
  const [what, status, error, says] of [
    ["its key", 401, { message: "no" }, "401: no"],
    ["its address", 404, {}, "404"],
    [
      "a proxy's key",
      400,
      { message: "No connected db.", type: "no_db_connection" },
      "400: No connected db; with no database the proxy takes no key but its own",
    ],
  ] as const
) {
  Deno.test(`what was not read from a variable names none: ${what}`, async () => {
    const handler = always(status, { error });
    assertEquals(
      await said({ proxy: false, handler }),
      `Cannot ask model "openai/tested": @ answered ${says}`,
    );
  });
}

Deno.test("a key that is too short for a secret is a word like others", async () => {
  const body = { error: { message: "no such key" } };
  const line = await said({ proxy: false, handler: always(401, body) });
  assertEquals(
    line,
    'Cannot ask model "openai/tested": @ answered 401: no such key',
  );
});

const QUOTING = {
  error: { message: "litellm.BadRequestError: OpenAIException - in: marker" },
};

testEachLoop(
  "keeps a proxy's words out of spans unless content is captured",
  async (loop) => {
    const handler = always(400, QUOTING);
    const off = await loop.run({ servers: {}, proxy: true, handler });
    using _on = capturing("true");
    const on = await loop.run({ servers: {}, proxy: true, handler });

    const line =
      /^Cannot ask model .* answered 400 for the model behind it: in: marker$/;
    for (const { result, tree } of [off, on]) {
      assertEquals(result.error?.type, "400");
      assertEquals(
        line.test(result.error!.message),
        true,
        result.error?.message,
      );
      assertEquals(tree, loopTree("400", { failed: "400", posts: ["400"] }));
    }
    const told = [off, on].map(({ spans }) =>
      JSON.stringify(spans.map(({ attributes, events, status }) => ({
        ...{ attributes, events, status },
      }))).includes("marker")
    );
    assertEquals(told, [false, true]);
  },
);
