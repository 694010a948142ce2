import { assert, assertEquals } from "@std/assert";
import { McpPool } from "../../../adapters/mcp.ts";
import { HttpMcpServer } from "../_servers/http_server.ts";
import { config } from "../_setup.ts";

const ECHO = { server: "docs", tool: "echo", input: { text: "hello" } };
const SAID = { text: "hello", isError: false };

/** How servers refuse a session that they do not know. */
const REFUSALS: Readonly<Record<string, () => Response>> = {
  empty: () => new Response(null, { status: 400 }),
  page: () => new Response("<h1>Bad Request</h1>", { status: 400 }),
  text: () => new Response("No valid session ID provided", { status: 400 }),
  rpc: () => refusal({ id: null, message: "Bad Request: no session" }),
  uninitialized: () =>
    refusal({ id: null, message: "Bad Request: Server not initialized" }),
  named: () => refusal({ id: "server-error", message: "Session expired" }),
};

function refusal({ id, message }: { id: unknown; message: string }): Response {
  const error = { code: -32000, message };
  return Response.json({ jsonrpc: "2.0", error, id }, { status: 400 });
}

Deno.test("McpPool.call() opens a new session where the server says 400 to the old", async () => {
  for (const [name, refuse] of Object.entries(REFUSALS)) {
    await using server: HttpMcpServer = new HttpMcpServer({
      intercept({ headers }): Response | undefined {
        const session = headers.get("mcp-session-id");
        return session === null || server.sessions.includes(session)
          ? undefined
          : refuse();
      },
    });
    await using pool = await McpPool.open(
      config({ docs: { url: server.url } }),
    );
    const [first = ""] = server.sessions;
    server.forget();
    assertEquals(await pool.call(ECHO), SAID, name);
    assert(!server.sessions.includes(first));
    // And calls that are made side by side.
    server.forget();
    const both = [pool.call(ECHO), pool.call(ECHO)];
    assertEquals(await Promise.all(both), [SAID, SAID], name);
  }
});

Deno.test("McpPool.call() does not send a call again that a 400 is about", async () => {
  const answers = [
    new Response("the text is too long", { status: 400 }),
    // The reply to this very call, which has reached the tool.
    refusal({ id: 2, message: "no such session in the recording" }),
  ];
  for (const answer of answers) {
    let called = 0;
    await using server = new HttpMcpServer({
      intercept({ rpc }) {
        if (rpc !== "tools/call") return undefined;
        called++;
        return answer.clone();
      },
    });
    await using pool = await McpPool.open(
      config({ docs: { url: server.url } }),
    );
    const [first = ""] = server.sessions;
    assertEquals(await pool.call(ECHO), {
      text: "Tool docs/echo failed: HTTP 400 Bad Request",
      isError: true,
      errorType: "400",
    });
    assertEquals(called, 1);
    assertEquals(server.sessions, [first]);
    await answer.body?.cancel();
  }
});

Deno.test("McpPool.call() sends a call twice at most, whatever the server says", async () => {
  let called = 0;
  await using server = new HttpMcpServer({
    intercept({ rpc }) {
      if (rpc !== "tools/call") return undefined;
      called++;
      return refusal({ id: null, message: "no session" });
    },
  });
  await using pool = await McpPool.open(config({ docs: { url: server.url } }));
  assertEquals((await pool.call(ECHO)).errorType, "400");
  assertEquals(called, 2);
});

Deno.test("McpPool.call() reads odd replies over HTTP as over pipes", async () => {
  const content = [{ type: "chart", series: [1] }];
  const chart = '{"type":"chart","series":[1]}';
  const events = (text: string) =>
    new Response(text, { headers: { "content-type": "text/event-stream" } });
  const result = (id: number | null) =>
    JSON.stringify({ jsonrpc: "2.0", id, result: { content }, error: null });
  const [start = "", end = ""] = result(2).split('"content":');
  const json = { "content-type": "application/json" };
  const replies: Readonly<Record<string, [() => Response, string]>> = {
    json: [() => new Response(result(2), { headers: json }), chart],
    batch: [() => new Response(`[${result(2)}]`, { headers: json }), chart],
    no_type: [() => new Response(result(2)), chart],
    no_id: [() => new Response(result(null), { headers: json }), chart],
    events: [() => events(`event: message\ndata: ${result(2)}\n\n`), chart],
    returns: [() => events(`id: 1\r\ndata:${result(2)}\r\n\r\n`), chart],
    lines: [
      () => events(`data: ${start}\ndata: "content":${end}\n\n`),
      chart,
    ],
    null_json: [
      () => Response.json({ jsonrpc: "2.0", id: 2, result: null }),
      "its result is null",
    ],
    null_events: [
      () => events('data: {"jsonrpc":"2.0","id":2,"result":null}\n\n'),
      "its result is null",
    ],
    nothing: [() => Response.json([]), "there is none"],
    no_message: [() => Response.json({ ok: true }), "its result is missing"],
  };
  for (const [name, [answer, expected]] of Object.entries(replies)) {
    await using server = new HttpMcpServer({
      intercept: ({ rpc }) => rpc === "tools/call" ? answer() : undefined,
    });
    await using pool = await McpPool.open(
      config({ docs: { url: server.url, timeout: 20_000 } }),
    );
    const { text } = await pool.call(ECHO);
    assertEquals(text.endsWith(expected), true, `${name}: ${text}`);
  }
});
