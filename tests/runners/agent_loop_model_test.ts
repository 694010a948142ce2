import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { asks, conversation, refuses, says } from "../_helpers/conversation.ts";
import { nobodyListens } from "../_helpers/nobody_listens.ts";
import {
  loopTree,
  retriesLikeTheVendors,
  testEachLoop,
} from "./_agent_loops.ts";

/** Makes the client try again at once. */
const AT_ONCE = { "retry-after-ms": "1" };

const ECHO = asks(["echo", { text: "x" }]);

testEachLoop("tries again after a 429, when Retry-After says", async (loop) => {
  let refused = 0;
  let waited = 0;
  const { result, tree, spans } = await loop.run({
    handler: conversation(
      () => {
        refused = performance.now();
        const headers = { "retry-after": "1" };
        return Response.json({ error: {} }, { status: 429, headers });
      },
      ECHO,
      () => {
        waited = performance.now() - refused;
        return Response.json({ error: {} }, { status: 503, headers: AT_ONCE });
      },
      says("done"),
    ),
  });
  assertEquals(result.answer, "done");
  assert(waited >= 900, `waited ${waited} ms`);
  assertEquals(
    tree,
    loopTree("", { posts: ["429", ""], tools: ["echo"] }, {
      posts: ["503", ""],
    }),
  );
  const sent = spans.filter(({ name }) => name === "POST")
    .map(({ attributes }) => attributes["http.request.resend_count"]);
  assertEquals(sent, [undefined, 1, undefined, 1]);
});

testEachLoop("gives up after three 500s", async (loop) => {
  const { result, tree, requests } = await loop.run({
    handler: conversation(
      ...Array.from({ length: 4 }, () => refuses(500, AT_ONCE, "it is down")),
    ),
  });
  assertEquals(requests.length, 3);
  assertEquals(result.error?.type, "500");
  assertMessage(result.error?.message, "it is down");
  assertEquals(
    tree,
    loopTree("500", { failed: "500", posts: ["500", "500", "500"] }),
  );
});

testEachLoop("gives up at once after a 400", async (loop) => {
  const { result, tree } = await loop.run({
    handler: conversation(refuses(400, {}, "no such parameter")),
  });
  assertEquals(result.error?.type, "400");
  assertMessage(result.error?.message, "no such parameter");
  assertEquals(tree, loopTree("400", { failed: "400", posts: ["400"] }));
});

testEachLoop("fails in a later turn as in the first", async (loop) => {
  const { result, tree } = await loop.run({
    handler: conversation(ECHO, refuses(401)),
  });
  assertEquals(result.error?.type, "401");
  assertEquals(
    tree,
    loopTree("401", { tools: ["echo"] }, { failed: "401", posts: ["401"] }),
  );
}, retriesLikeTheVendors);

testEachLoop("gives up when nobody listens", async (loop) => {
  using nobody = await nobodyListens();
  const { result, tree } = await loop.run({
    handler: conversation(),
    baseUrl: nobody.url,
  });
  const type = result.error?.type ?? "";
  assert(type !== "");
  assertEquals(
    tree,
    loopTree(type, { failed: type, posts: [type, type, type] }),
  );
  assertStringIncludes(
    result.error?.message ?? "",
    `Cannot reach the model at ${nobody.url}: `,
  );
  assertStringIncludes(result.error?.message ?? "", "refused");
});

const CUT = says("one two three four five", { cut: true });

testEachLoop("asks again where a reply is cut", async (loop) => {
  const { result, tree, requests } = await loop.run({
    handler: conversation(ECHO, CUT, says("done")),
  });
  assertEquals([requests.length, result.answer], [3, "done"]);
  const cut = /POST (\S+)/.exec(tree)?.[1] ?? "";
  assertEquals(
    tree,
    loopTree("", { tools: ["echo"] }, { posts: [cut, ""] }),
  );
  assert(cut !== "");
}, retriesLikeTheVendors);

testEachLoop(
  "fails where each reply is cut, and names model and host",
  async (loop) => {
    const { result, tree, requests } = await loop.run({
      handler: conversation(ECHO, CUT, CUT, CUT),
    });
    assertEquals(requests.length, 4);
    const type = result.error?.type ?? "";
    assert(type !== "" && result.answer === "");
    assertEquals(
      tree,
      loopTree(
        type,
        { tools: ["echo"] },
        { failed: type, posts: [type, type, type] },
      ),
    );
    const message = result.error?.message ?? "";
    assertStringIncludes(message, 'Cannot ask model "openai/tested": ');
    assertStringIncludes(message, "http://127.0.0.1:");
  },
  retriesLikeTheVendors,
);

testEachLoop("fails when the reply is none", async (loop) => {
  for (
    const reply of [
      () => new Response("<h1>Welcome to the proxy</h1>"),
      () => Response.json({ hello: "world" }),
      () => Response.json(null),
    ]
  ) {
    const { result } = await loop.run({ handler: conversation(reply) });
    assert(result.error !== undefined, `answered "${result.answer}"`);
    assert(result.error.message !== "");
  }
});

testEachLoop("reads usage with cached and reasoning tokens", async (loop) => {
  const messages = loop.api === "messages";
  const usage = { input: 1_000, output: 50, cacheRead: 600 };
  const details = messages ? { cacheWrite: 100 } : { reasoning: 30 };
  const { result, spans } = await loop.run({
    handler: conversation(
      { ...ECHO, usage: { ...usage, ...details } },
      says("done", { usage: { input: 1_500, output: 5 } }),
    ),
  });
  assertEquals(result.usage.inputTokens, 2_500);
  assertEquals(result.usage.outputTokens, 55);
  const [first] = spans.filter(({ name }) => name === "agent.turn")
    .map(({ attributes: a }) => a);
  assertEquals(first?.["gen_ai.usage.input_tokens"], 1_000);
  assertEquals(first?.["gen_ai.usage.cache_read.input_tokens"], 600);
  assertEquals(
    first?.["gen_ai.usage.cache_write.input_tokens"],
    messages ? 100 : undefined,
  );
  assertEquals(
    first?.["gen_ai.usage.reasoning.output_tokens"],
    messages ? undefined : 30,
  );
});

testEachLoop(
  "takes a reply without usage for one of no known size",
  async (loop) => {
    const { result, spans } = await loop.run({
      handler: conversation(ECHO, says("done", { usage: null })),
    });
    assertEquals(result.answer, "done");
    assertEquals(result.usage.inputTokens, 100);
    assertEquals(result.trajectory.turns[1]?.usage, undefined);
    const last = spans.findLast(({ name }) => name === "agent.turn");
    assertEquals(last?.attributes["gen_ai.usage.input_tokens"], undefined);
  },
);

testEachLoop("says what each prompt was made of", async (loop) => {
  const text = "x".repeat(4_000);
  const { spans } = await loop.run({
    handler: conversation(asks(["echo", { text }]), says("done")),
  });
  const [first, second] = spans.filter(({ name }) => name === "agent.turn")
    .map(({ attributes }) => attributes);
  for (const turn of [first, second]) {
    assert(Number(turn?.["turn.prompt.bytes.instructions"]) > 100);
    assert(Number(turn?.["turn.prompt.bytes.tools"]) > 100);
    assert(Number(turn?.["turn.prompt.bytes.messages"]) > 10);
  }
  assertEquals(first?.["turn.prompt.bytes.results"], 0);
  assertEquals(second?.["turn.prompt.bytes.results"], 4_000);
});

/** The model's reason, in one line a person can act on, and not twice. */
function assertMessage(message = "", reason: string): void {
  assertStringIncludes(message, reason);
  assertEquals(message.split(reason).length, 2, message);
  assert(!message.includes("MiddlewareError"), message);
  assert(!message.includes("\n"), message);
}
