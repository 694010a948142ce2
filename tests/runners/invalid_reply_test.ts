import { assertEquals } from "@std/assert";
import { planExecute } from "../../runners/plan_execute.ts";
import { AGENT_LOOPS, loopTree, testEachLoop } from "./_agent_loops.ts";
import { asks, conversation, says } from "../_helpers/conversation.ts";
import { runScripted, type ScriptedResult } from "./_run.ts";

/** Makes a reply of a body, with a successful status. */
function ok(body: string, type = "application/json") {
  return () =>
    Promise.resolve(new Response(body, { headers: { "content-type": type } }));
}

const PAGE =
  "<!DOCTYPE html><html><head><title>Log in</title></head><body></body></html>";

/** What endpoints answer with a successful status that is no reply. */
const NO_REPLIES = [
  ["a page", ok(PAGE, "text/html"), 'an HTML page, "Log in"; check U'],
  [
    "a page that says that it is JSON",
    ok(PAGE),
    'an HTML page, "Log in"; check U',
  ],
  ["another JSON", ok('{"hello":"world"}'), '{"hello":"world"}; check U'],
  ["null", ok("null"), "null; check U"],
  ["a list", ok("[]"), "[]; check U"],
  ["nothing", ok(""), "nothing; check U"],
  [
    "no content",
    () => Promise.resolve(new Response(null, { status: 204 })),
    "nothing; check U",
  ],
  [
    "an error",
    ok('{"error":{"message":"no credits\\nleft","code":402}}'),
    "no credits left",
  ],
  ["an error's text", ok('{"error":"no such route"}'), "no such route"],
  [
    "a vendor's error",
    ok('{"type":"error","error":{"type":"billing_error","message":"pay"}}'),
    "pay",
  ],
  ["a detail", ok('{"detail":"Not authenticated"}'), "Not authenticated"],
  [
    "a key",
    ok('{"error":{"message":"no such key: proxy-key-1234"}}'),
    "no such key: [key]",
  ],
  [
    "an error in a stream",
    ok('data: {"error":{"message":"no credits"}}\n\n', "text/event-stream"),
    "no credits",
  ],
  ["a stream of nothing", ok("", "text/event-stream"), "nothing; check U"],
  [
    "a page in a stream",
    ok(PAGE, "text/event-stream"),
    'an HTML page, "Log in"; check U',
  ],
] as const;

function said({ result }: ScriptedResult): string | undefined {
  return result.error?.message.replace(/http:\/\/127\.0\.0\.1:\d+/, "@")
    .replace("LITELLM_BASE_URL", "U");
}

for (const [what, handler, reason] of NO_REPLIES) {
  const message =
    `Cannot ask model "litellm_proxy/tested": @ answered with what is no reply: ${reason}`;
  const init = { handler, proxy: true, servers: {} };

  testEachLoop(`fails once by what is no reply: ${what}`, async (loop) => {
    const run = await loop.run(init);
    assertEquals(said(run), message);
    assertEquals(run.result.error?.type, "invalid_reply");
    assertEquals(run.requests.length, 1);
    const failed = "invalid_reply";
    assertEquals(run.tree, loopTree(failed, { failed }));
  });

  Deno.test(`plan_execute fails once by what is no reply: ${what}`, async () => {
    const run = await runScripted({ ...init, runner: planExecute });
    assertEquals(said(run), message);
    assertEquals(run.result.error?.type, "invalid_reply");
    assertEquals(run.requests.length, 1);
  });
}

testEachLoop("goes no further where a later reply is none", async (loop) => {
  const { tree, requests } = await loop.run({
    handler: conversation(asks(["echo", { text: "x" }]), ok(PAGE, "text/html")),
  });
  const failed = "invalid_reply";
  assertEquals(requests.length, 2);
  assertEquals(tree, loopTree(failed, { tools: ["echo"] }, { failed }));
});

Deno.test("claude_agent leaves it to the CLI to ask again after an error that passes", async () => {
  const overloaded = ok(
    'event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"busy"}}\n\n',
    "text/event-stream",
  );
  const loop = AGENT_LOOPS.find(({ name }) => name.startsWith("claude_agent"))!;
  const { result, tree } = await loop.run({
    servers: {},
    handler: conversation(overloaded, says("done")),
  });
  assertEquals(result.answer, "done");
  assertEquals(tree, loopTree("", { posts: ["", ""] }));
});
