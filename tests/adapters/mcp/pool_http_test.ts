import {
  assert,
  assertEquals,
  assertMatch,
  assertRejects,
  assertStrictEquals,
} from "@std/assert";
import { McpPool, McpServerError } from "../../../adapters/mcp.ts";
import { HttpMcpServer } from "../_servers/http_server.ts";
import { config, inRun, Spans } from "../_setup.ts";

const ECHO = { server: "docs", tool: "echo", input: { text: "hello" } };

Deno.test("McpPool speaks Streamable HTTP, each request under its call", async () => {
  using spans = new Spans();
  await using server = new HttpMcpServer();
  const headers = { "x-api-key": "marker-of-a-key" };
  let session: string | undefined;

  await inRun(async (run) => {
    await using pool = await McpPool.open(
      config({ docs: { url: `${server.url}?token=t`, headers } }),
    );
    await run.turn(async () => {
      assertEquals(await pool.call(ECHO), { text: "hello", isError: false });
    });
    [session] = server.sessions;
  });

  assertEquals(
    spans.tree(),
    `agent.run
  tools/list
    POST
    POST
    POST
  agent.turn
    tool.call echo
      POST
  DELETE`,
  );
  const { attributes } = spans.only("tool.call");
  assertEquals(attributes["network.transport"], "tcp");
  assertEquals(attributes["mcp.session.id"], session);
  // The contract gives it to calls alone.
  const listed = spans.only("tools/list").attributes;
  assertEquals(listed["mcp.session.id"], undefined);
  assertEquals(attributes["mcp.protocol.version"], "2025-11-25");
  const called = server.seen.find(({ rpc }) => rpc === "tools/call");
  assertEquals(called?.headers.get("x-api-key"), "marker-of-a-key");
  const post = spans.named("POST").at(-1)?.spanContext();
  assertEquals(
    called?.headers.get("traceparent"),
    `00-${post?.traceId}-${post?.spanId}-01`,
  );
  // The session is over when the pool is closed.
  assertEquals(server.sessions, []);
});

Deno.test("McpPool sends the trace of the call in _meta over HTTP too", async () => {
  using spans = new Spans();
  await using server = new HttpMcpServer({ json: true });
  await inRun(async (run) => {
    await using pool = await McpPool.open(
      config({ docs: { url: server.url } }),
    );
    await run.turn(async () => {
      const { text } = await pool.call({ server: "docs", tool: "meta" });
      const { traceId, spanId } = spans.only("tool.call").spanContext();
      assertEquals(JSON.parse(text), {
        traceparent: `00-${traceId}-${spanId}-01`,
      });
    });
  });
});

Deno.test("McpPool.call() opens a new session where the server lost it", async () => {
  await using server = new HttpMcpServer();
  await using pool = await McpPool.open(config({ docs: { url: server.url } }));
  const [first] = server.sessions;
  server.forget();
  // The call was not run, and so is sent again: nobody need know.
  assertEquals(await pool.call(ECHO), { text: "hello", isError: false });
  assert(!server.sessions.includes(first ?? ""));
});

Deno.test("McpPool.call() tells an HTTP failure by its status", async () => {
  using spans = new Spans();
  let broken = false;
  await using server = new HttpMcpServer({
    intercept: ({ rpc }) =>
      broken && rpc === "tools/call"
        ? new Response("<html>a long page</html>", {
          status: 503,
          statusText: "Service Unavailable",
        })
        : undefined,
  });
  await inRun(async (run) => {
    await using pool = await McpPool.open(
      config({ docs: { url: server.url } }),
    );
    await run.turn(async () => {
      broken = true;
      assertEquals(await pool.call(ECHO), {
        text: "Tool docs/echo failed: HTTP 503 Service Unavailable",
        isError: true,
        errorType: "503",
      });
      broken = false;
      assertEquals((await pool.call(ECHO)).text, "hello");
    });
  });
  assertEquals(
    spans.named("tool.call").map(({ attributes }) => attributes["error.type"]),
    ["503", undefined],
  );
});

Deno.test("McpPool.call() fails when the reply breaks off, and connects again", async () => {
  let breaks = true;
  await using server = new HttpMcpServer({
    intercept: ({ rpc }) => {
      if (rpc !== "tools/call" || !breaks) return undefined;
      breaks = false;
      const body = new ReadableStream({
        start(controller) {
          controller.enqueue(new TextEncoder().encode(": begun\n\n"));
          controller.close();
        },
      });
      const headers = { "content-type": "text/event-stream" };
      return new Response(body, { headers });
    },
  });
  await using pool = await McpPool.open(config({ docs: { url: server.url } }));
  assertEquals(await pool.call(ECHO), {
    text: "Tool docs/echo failed: Connection closed",
    isError: true,
    errorType: "McpServerError",
  });
  assertEquals((await pool.call(ECHO)).text, "hello");
  assertEquals(
    server.seen.filter(({ rpc }) => rpc === "initialize").length,
    2,
  );
});

Deno.test("McpPool.call() fails when the server goes, and while it is away", async () => {
  const { promise: arrived, resolve } = Promise.withResolvers<void>();
  const server = new HttpMcpServer({ arrived: () => resolve() });
  await using pool = await McpPool.open(
    config({ docs: { url: `${server.url}?token=marker` } }),
  );
  const call = pool.call({ server: "docs", tool: "hang" });
  await arrived;
  await server[Symbol.asyncDispose]();
  assertEquals((await call).errorType, "McpServerError");
  for (let attempt = 1; attempt <= 2; attempt++) {
    const { isError, errorType, text } = await pool.call(ECHO);
    assertEquals([isError, errorType], [true, "TypeError"]);
    assertMatch(
      text,
      /^Tool docs\/echo failed: Cannot start MCP server "docs": .*refused/,
    );
    assertEquals(text.includes("marker"), false);
  }
});

Deno.test("McpPool.call() gives up its HTTP request with the call", async () => {
  using spans = new Spans();
  const { promise: arrived, resolve } = Promise.withResolvers<void>();
  await using server = new HttpMcpServer({ arrived: () => resolve() });
  const reason = new Error("Ctrl-C");
  const controller = new AbortController();
  await inRun(async (run) => {
    await using pool = await McpPool.open(
      config({ docs: { url: server.url } }),
    );
    const call = run.turn(() => pool.call({ server: "docs", tool: "hang" }));
    await arrived;
    controller.abort(reason);
    assertStrictEquals(await call.catch((error) => error), reason);
    // Not only when the pool is closed: this would wait for that in vain.
    const sent = server.seen.find(({ rpc }) => rpc === "tools/call");
    await sent?.completed.catch(() => {});
  }, controller.signal).catch(() => {});
  assertEquals(
    spans.ended.filter((span) =>
      span.parentSpanContext?.spanId ===
        spans.only("tool.call").spanContext().spanId
    ).map(({ attributes }) => attributes["error.type"]),
    ["cancelled"],
  );
  // The server was told, and not only cut off.
  assert(server.seen.some(({ rpc }) => rpc === "notifications/cancelled"));
});

Deno.test("McpPool.call() times out over HTTP, and the server lives on", async () => {
  await using server = new HttpMcpServer();
  await using pool = await McpPool.open(
    config({ docs: { url: server.url, timeout: 200 } }),
  );
  const call = { server: "docs", tool: "hang" };
  assertEquals((await pool.call(call)).errorType, "timeout");
  assertEquals(server.sessions.length, 1);
});

Deno.test("McpPool.open() tells what an HTTP server answered", async () => {
  await using server = new HttpMcpServer({
    intercept: () =>
      new Response("who are you", { status: 401, statusText: "Unauthorized" }),
  });
  const error = await assertRejects(
    () => McpPool.open(config({ docs: { url: server.url } })),
    McpServerError,
  );
  assertEquals(
    error.message,
    'Cannot start MCP server "docs": HTTP 401 Unauthorized',
  );
  // No other transport was tried: the answer was clear.
  assertEquals(server.seen.map(({ method }) => method), ["POST"]);
});
