import { assertEquals, assertRejects } from "@std/assert";
import { McpPool } from "../../../adapters/mcp.ts";
import { HttpMcpServer } from "../_servers/http_server.ts";
import { config, inRun, Spans } from "../_setup.ts";

/** The `error.type` of the first request that was made in the tool call. */
function firstRequest(spans: Spans): unknown {
  const { spanId } = spans.only("tool.call").spanContext();
  const [first] = spans.named("POST")
    .filter(({ parentSpanContext }) => parentSpanContext?.spanId === spanId)
    .sort((a, b) =>
      a.startTime[0] - b.startTime[0] || a.startTime[1] - b.startTime[1]
    );
  return first?.attributes["error.type"];
}

const HANG = { server: "docs", tool: "hang" };

Deno.test("McpPool.call() that times out over HTTP says so on its POST", async () => {
  for (const json of [true, false]) {
    using spans = new Spans();
    // Over JSON not even the head of a reply comes.
    await using server = new HttpMcpServer({ json });
    const docs = { url: server.url, timeout: 100 };

    await inRun(async (run) => {
      await using pool = await McpPool.open(config({ docs }));
      await run.turn(() => pool.call(HANG));
    });

    assertEquals(spans.only("tool.call").attributes["error.type"], "timeout");
    assertEquals(firstRequest(spans), "timeout");
  }
});

Deno.test("McpPool.open() that times out over HTTP says so on its POST", async () => {
  using spans = new Spans();
  const { promise: closing, resolve: close } = Promise.withResolvers<void>();
  await using server = new HttpMcpServer({
    intercept: async ({ rpc }) => {
      if (rpc !== "tools/list") return undefined;
      await closing;
      return new Response(null, { status: 500 });
    },
  });

  await inRun(async () => {
    const docs = { url: server.url };
    await McpPool.open(config({ docs }), { startTimeoutMs: 200 });
  }).catch(() => {});
  close();

  const open = spans.named("POST").filter(({ attributes }) =>
    attributes["http.response.status_code"] === undefined
  );
  // The cancellation that the server is sent may be open as well.
  assertEquals(
    [...new Set(open.map(({ attributes }) => attributes["error.type"]))],
    ["timeout"],
  );
});

Deno.test("McpPool.call() whose connection breaks says so on its POST", async () => {
  using spans = new Spans();
  await using server = new HttpMcpServer({
    arrived: () => void server[Symbol.asyncDispose](),
  });

  await inRun(async (run) => {
    await using pool = await McpPool.open(
      config({ docs: { url: server.url } }),
    );
    await run.turn(() => pool.call(HANG));
  });

  assertEquals(typeof firstRequest(spans), "string");
});

Deno.test("McpPool.call() that is given up says so on its POST", async () => {
  using spans = new Spans();
  const controller = new AbortController();
  const reason = new DOMException("enough", "AbortError");
  await using server = new HttpMcpServer({
    json: true,
    arrived: () => controller.abort(reason),
  });

  await inRun(async (run) => {
    await using pool = await McpPool.open(
      config({ docs: { url: server.url } }),
    );
    const { signal } = controller;
    await assertRejects(() => run.turn(() => pool.call({ ...HANG, signal })));
  }).catch(() => {});

  assertEquals(spans.only("tool.call").attributes["error.type"], "cancelled");
  assertEquals(firstRequest(spans), "cancelled");
});

Deno.test("McpPool.call() leaves no request open, whenever it is given up", async () => {
  await using server = new HttpMcpServer();
  await using pool = await McpPool.open(config({ docs: { url: server.url } }), {
    run: null,
  });
  // From before anything is sent to when it is on its way.
  for (let turns = 0; turns < 30; turns++) {
    const controller = new AbortController();
    const { signal } = controller;
    const call = pool.call({ ...HANG, signal });
    for (let turn = 0; turn < turns; turn++) await undefined;
    controller.abort(new DOMException("enough", "AbortError"));
    await assertRejects(() => call, DOMException);
  }
  const echo = { server: "docs", tool: "echo", input: { text: "still" } };
  assertEquals((await pool.call(echo)).text, "still");

  const sent = server.seen.filter(({ rpc }) => rpc === "tools/call");
  // One that is left open would be waited for in vain.
  for (const { completed } of sent) await completed.catch(() => {});
});
