import {
  assert,
  assertEquals,
  assertRejects,
  assertStrictEquals,
} from "@std/assert";
import { SpanRecorder } from "../../../testing/mod.ts";
import { tracedFetch } from "../../../tracing/http/fetch.ts";
import { installFetch } from "../../../tracing/http/install_fetch.ts";
import { TokenBudgetError } from "../../../tracing/recorder/token_budget_error.ts";
import type { AgentRun } from "../../../tracing/recorder/types.ts";
import { budgeted, budgetErrorOf, sends } from "../recorder/_budgeted.ts";
import { serve } from "./_fetch_setup.ts";

const CHAT = JSON.stringify({
  model: "gpt-5",
  messages: [{ role: "user", content: "abc" }],
});
/** As where the model's name stands in the path. */
const UNNAMED = JSON.stringify({
  messages: [{ role: "user", content: "abc" }],
});
const RESPONSES = JSON.stringify({ model: "gpt-5", input: "abc" });

/** What tools send that only looks alike. */
const JSON_OF_TOOLS = [
  '{"query":"x"}',
  '{"messages":[{"text":"x"}]}',
  '{"input":"x"}',
  '{"jsonrpc":"2.0","method":"tools/call"}',
];

/** A server that keeps what it is sent. */
function listening() {
  const sent: { readonly body: string; readonly headers: Headers }[] = [];
  const server = serve(async (request) => {
    sent.push({ body: await request.text(), headers: request.headers });
    return new Response("{}");
  });
  return { server, sent };
}

/** Runs what is past its budget from the beginning. */
function past(fn: (agentRun: AgentRun) => Promise<unknown>) {
  return budgeted({ inputTokens: 100 }, async (agentRun) => {
    await sends(agentRun, 101);
    await fn(agentRun);
  });
}

/** How a body can be given. */
const FORMS: Readonly<
  Record<
    string,
    (url: string, body: string) => [Request | string, RequestInit?]
  >
> = {
  "a string": (url, body) => [url, { method: "POST", body }],
  bytes: (
    url,
    body,
  ) => [url, { method: "POST", body: new TextEncoder().encode(body) }],
  "a Request": (
    url,
    body,
  ) => [
    new Request(url, {
      method: "POST",
      body,
      headers: { "content-type": "application/json" },
    }),
  ],
};

for (const traced of [true, false]) {
  for (const [form, made] of Object.entries(FORMS)) {
    const when = `tracing is ${traced ? "on" : "off"} and its body is ${form}`;
    Deno.test(`tracedFetch() refuses a request to a model past the budget when ${when}`, async () => {
      using recorder = traced ? new SpanRecorder() : undefined;
      const { server, sent } = listening();
      await using _server = server;
      for (const body of [CHAT, UNNAMED, RESPONSES]) {
        const result = await past((agentRun) =>
          agentRun.turn(async () => {
            const reply = await tracedFetch(...made(server.url, body));
            await reply.body?.cancel();
          })
        );
        const error = budgetErrorOf(result);
        assertStrictEquals(result.agentRun.signal?.reason, error);
        assertEquals(result.agentRun.error?.type, "token_budget");
      }
      assertEquals(sent, []);
      const posts = recorder?.spans.filter(({ name }) => name === "POST");
      assertEquals(posts ?? [], []);
    });
  }
}

Deno.test("tracedFetch() lets a tool's own requests through past the budget, as they are", async () => {
  using recorder = new SpanRecorder();
  const { server, sent } = listening();
  await using _server = server;
  const { thrown, agentRun } = await past(async (agentRun) => {
    const turn = agentRun.currentTurn!;
    await turn.tool({ name: "search" }, async () => {
      for (const body of ["plain", ...JSON_OF_TOOLS, ""]) {
        // Gone through only once.
        const headers = Object.entries({ "x-kept": "1" }).values();
        const reply = await tracedFetch(server.url, {
          method: "POST",
          headers: headers as unknown as HeadersInit,
          ...(body && { body }),
        });
        await reply.body?.cancel();
      }
      await (await tracedFetch(server.url)).body?.cancel();
    });
  });
  assertEquals([thrown, agentRun.error], [undefined, undefined]);
  assertEquals(sent.map(({ body }) => body), [
    "plain",
    ...JSON_OF_TOOLS,
    "",
    "",
  ]);
  for (const { headers } of sent.slice(0, -1)) {
    assertEquals(headers.get("x-kept"), "1");
    assert(headers.has("traceparent"));
  }
  assertEquals(recorder.unended, []);
});

Deno.test("tracedFetch() refuses a retry in a chat once another has used up the budget", async () => {
  const { server, sent } = listening();
  await using _server = server;
  const result = await budgeted(
    { inputTokens: 100 },
    (agentRun) =>
      agentRun.turn(async (turn) => {
        const send = async () => {
          const init = { method: "POST", body: "no JSON" };
          await (await tracedFetch(server.url, init)).body?.cancel();
        };
        await turn.chat(async () => {
          await send();
          await sends(turn, 101);
          await send();
        });
      }),
  );
  budgetErrorOf(result);
  assertEquals(sent.length, 1);
});

Deno.test("installFetch() makes a fetch that refuses the same", async () => {
  const { server, sent } = listening();
  await using _server = server;
  const uninstall = installFetch();
  try {
    const result = await past((agentRun) =>
      agentRun.in(() =>
        assertRejects(
          () => fetch(server.url, { method: "POST", body: CHAT }),
          TokenBudgetError,
        )
      )
    );
    // The program caught it: the run has failed all the same.
    assertEquals(result.thrown, undefined);
    assertEquals(result.agentRun.error?.type, "token_budget");
  } finally {
    uninstall();
  }
  assertEquals(sent, []);
});
