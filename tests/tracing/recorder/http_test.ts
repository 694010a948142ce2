import { assertEquals } from "@std/assert";
import { tracedFetch } from "../../../tracing/http/fetch.ts";
import { traceRun } from "../../../tracing/recorder/trace_run.ts";
import {
  anyNumber,
  type ExpectedSpan,
  SpanRecorder,
} from "../../../testing/mod.ts";
import type { Scope } from "../../../tracing/recorder/types.ts";
import { serve } from "../http/_fetch_setup.ts";
import {
  assertWhole,
  chat,
  failed,
  RUN,
  run,
  tool,
  turn,
} from "./_run_setup.ts";

/** A client span of one attempt at a server on loopback. */
function post(
  url: string,
  attributes: Readonly<Record<string, unknown>>,
): ExpectedSpan {
  return {
    name: "POST",
    kind: "client",
    attributes: {
      "http.request.method": "POST",
      "url.full": `${url}/v1`,
      ...address(url),
      ...attributes,
    },
  };
}

function address(url: string): Record<string, unknown> {
  const { hostname, port } = new URL(url);
  return { "server.address": hostname, "server.port": Number(port) };
}

const body = JSON.stringify({ messages: [{ role: "user", content: "abc" }] });

function send(scope: Scope, url: string): Promise<Response> {
  return scope.in(() => tracedFetch(`${url}/v1`, { method: "POST", body }));
}

const sizes = {
  "turn.prompt.bytes.instructions": 0,
  "turn.prompt.bytes.tools": 0,
  "turn.prompt.bytes.messages": 3,
  "turn.prompt.bytes.results": 0,
};

Deno.test("Chat holds every attempt, whoever retries", async () => {
  using recorder = new SpanRecorder();
  const statuses = [500, 429, 200];
  await using server = serve(() =>
    new Response("x", { status: statuses.shift()! })
  );
  const { url } = server;

  await traceRun(RUN, async (agentRun) => {
    const call = agentRun.startChat();
    // A client that tries again by itself.
    await (await send(call, url)).text();
    await (await send(call, url)).text();
    call.attemptFailed(Object.assign(new Error(), { status: 429 }));
    // A framework that does.
    const again = agentRun.startChat();
    await (await send(again, url)).text();
    again.response({});
    again.end();
  });

  assertWhole(
    recorder,
    run({ "agent.turns": 1 }, [
      turn(1, sizes, [
        chat(address(url), [
          failed(
            post(url, { "http.response.status_code": 500 }),
            "500",
            false,
          ),
          failed(
            post(url, {
              "http.response.status_code": 429,
              "http.request.resend_count": 1,
            }),
            "429",
            false,
          ),
          post(url, {
            "http.response.status_code": 200,
            "http.request.resend_count": 2,
          }),
        ]),
      ]),
    ]),
  );
});

Deno.test("Chat has the address of its first attempt", async () => {
  using recorder = new SpanRecorder();
  await using first = serve(() => new Response("x", { status: 500 }));
  await using second = serve(() => new Response("x"));

  await traceRun(RUN, async (agentRun) => {
    const call = agentRun.startChat();
    await (await send(call, first.url)).text();
    await (await send(call, second.url)).text();
    call.response({});
    call.end();
  });

  const code = "http.response.status_code";
  assertWhole(
    recorder,
    run({ "agent.turns": 1 }, [
      turn(1, sizes, [
        chat(address(first.url), [
          failed(post(first.url, { [code]: 500 }), "500", false),
          post(second.url, { [code]: 200, "http.request.resend_count": 1 }),
        ]),
      ]),
    ]),
  );
});

Deno.test("Chat times the first chunk of a streamed reply, and ends an unread one", async () => {
  using recorder = new SpanRecorder();
  await using server = serve(() =>
    new Response("data: x\n\ndata: y\n\n", {
      headers: { "content-type": "text/event-stream; charset=utf-8" },
    })
  );
  const { url } = server;
  let response: Response | undefined;

  await traceRun(RUN, async (agentRun) => {
    const read = agentRun.startChat();
    await (await send(read, url)).text();
    read.response({});
    read.end();
    const unread = agentRun.startChat();
    response = await send(unread, url);
    unread.response({});
    unread.end();
  });
  await response?.body?.cancel();

  const ok = post(url, { "http.response.status_code": 200 });
  assertWhole(
    recorder,
    run({ "agent.turns": 2 }, [
      turn(1, sizes, [
        chat({
          ...address(url),
          "gen_ai.response.time_to_first_chunk": anyNumber,
        }, [ok]),
      ]),
      turn(2, sizes, [chat(address(url), [ok])]),
    ]),
  );
});

Deno.test("traceRun() ends an open request as cancelled, and marks a late one", async () => {
  using recorder = new SpanRecorder();
  const { promise: asked, resolve: ask } = Promise.withResolvers<void>();
  const { promise: answer, resolve } = Promise.withResolvers<Response>();
  await using server = serve(() => {
    ask();
    return answer;
  });
  const { url } = server;
  const controller = new AbortController();

  await traceRun({ ...RUN, signal: controller.signal }, async (agentRun) => {
    const call = agentRun.startTurn().startTool({ name: "x" });
    const response = send(call, url);
    await asked;
    controller.abort(new Error("stop"));
    assertEquals(recorder.unended, []);
    resolve(new Response("late"));
    await (await response).text();
  });

  assertWhole(
    recorder,
    failed(
      run({ "agent.turns": 1, "agent.tool_calls": 1 }, [
        failed(
          turn(1, { "turn.tool_calls": 1 }, [
            failed(
              tool("x", {}, [failed(post(url, {}), "cancelled")]),
              "cancelled",
            ),
          ]),
          "cancelled",
        ),
      ]),
      "cancelled",
    ),
  );
});

Deno.test("Scope keeps a request that comes too late inside of its time", async () => {
  using recorder = new SpanRecorder();
  await using server = serve(() => new Response("x"));
  const { url } = server;

  await traceRun(RUN, async (agentRun) => {
    const call = agentRun.startChat();
    call.end();
    await (await send(call, url)).text();
  });

  assertWhole(
    recorder,
    run({ "agent.turns": 1 }, [turn(1, {}, [chat({}, [post(url, {})])])]),
  );
});

Deno.test("Chat reads what a Request holds, and the server gets it too", async () => {
  using recorder = new SpanRecorder();
  const received: string[] = [];
  await using server = serve(async (request) => {
    received.push(await request.text());
    return new Response(null, { status: 204 });
  });

  await traceRun(
    RUN,
    (agentRun) =>
      agentRun.turn((open) =>
        open.startChat().run(async () => {
          const headers = { "content-type": "application/json" };
          const init = { method: "POST", body, headers };
          await tracedFetch(new Request(`${server.url}/v1`, init));
        })
      ),
  );

  assertEquals(received, [body]);
  const turnSpan = recorder.spans.find(({ name }) => name === "agent.turn");
  assertEquals(turnSpan?.attributes["turn.prompt.bytes.messages"], 3);
});
