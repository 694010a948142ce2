import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { nobodyListens } from "../_helpers/nobody_listens.ts";
import {
  calls,
  type ChatRequest,
  fails,
  plans,
  replies,
  type Reply,
  says,
} from "../_helpers/replies.ts";
import { runScripted } from "./_run.ts";

/** Makes the client try again at once. */
const AT_ONCE = { "retry-after-ms": "1" };

/** A run whose first model call ended it. */
function failedRun(type: string, attempts: readonly string[]): string {
  return [
    `agent.run ${type}`,
    `  agent.turn plan ${type}`,
    `    chat tested ${type}`,
    ...attempts.map((error) => `      POST ${error}`.trimEnd()),
  ].join("\n");
}

Deno.test("planExecute tries again after a 429, when Retry-After says", async () => {
  let refused = 0;
  let waited = 0;
  const { result, spans, tree } = await runScripted({
    handler: replies(
      () => {
        refused = performance.now();
        const headers = { "retry-after": "1" };
        return Response.json({ error: {} }, { status: 429, headers });
      },
      (request) => {
        waited = performance.now() - refused;
        return plans({})(request);
      },
      says("step"),
      says("done"),
    ),
  });
  assertEquals(result.answer, "done");
  assert(waited >= 900, `waited ${waited} ms`);
  assertStringIncludes(
    tree,
    `  agent.turn plan\n    chat tested\n      POST 429\n      POST\n`,
  );
  const [first, second, third] = spans.filter(({ name }) => name === "POST");
  assertEquals(first?.attributes["http.response.status_code"], 429);
  assertEquals(first?.attributes["http.request.resend_count"], undefined);
  assertEquals(second?.attributes["http.request.resend_count"], 1);
  // Counted anew in each chat.
  assertEquals(third?.attributes["http.request.resend_count"], undefined);
});

Deno.test("planExecute gives up after three 500s", async () => {
  const { result, tree, requests } = await runScripted({
    handler: replies(...Array<Reply>(4).fill(fails(500, AT_ONCE))),
  });
  assertEquals(requests.length, 3);
  assertEquals(result.error?.type, "500");
  assertEquals(tree, failedRun("500", ["500", "500", "500"]));
});

Deno.test("planExecute gives up at once after a 400", async () => {
  const { result, tree, requests } = await runScripted({
    handler: replies(fails(400, {}, "the model does not know json_schema")),
  });
  assertEquals(requests.length, 1);
  assertEquals(result.error?.type, "400");
  assertMatch(
    result.error!.message,
    /^Cannot ask model "openai\/tested": http:\S+ answered 400: the model does not know json_schema$/,
  );
  assertEquals(tree, failedRun("400", ["400"]));
});

Deno.test("planExecute fails in a step as in the plan", async () => {
  const { result, tree } = await runScripted({
    handler: replies(plans({}), fails(401)),
  });
  assertEquals(result.error?.type, "401");
  assertEquals(
    tree,
    `agent.run 401
  agent.turn plan
    chat tested
      POST
  agent.turn execute 401
    chat tested 401
      POST 401`,
  );
});

Deno.test("planExecute gives up when nobody listens", async () => {
  using nobody = await nobodyListens();
  const { result, spans, tree } = await runScripted({
    handler: replies(),
    baseUrl: nobody.url,
  });
  const type = result.error?.type ?? "";
  assertEquals(tree, failedRun(type, [type, type, type]));
  const posts = spans.filter(({ name }) => name === "POST");
  assertEquals(posts.map(({ events }) => events.length), [1, 1, 1]);
  assertStringIncludes(
    result.error?.message ?? "",
    `Cannot reach the model at ${nobody.url}: `,
  );
  assertStringIncludes(result.error?.message ?? "", "refused");
});

Deno.test("planExecute fails when the reply is no chat completion", async () => {
  const rubbish: readonly Reply[] = [
    () => new Response("<h1>Welcome to the proxy</h1>"),
    () => Response.json({ object: "chat.completion", choices: [] }),
    () => Response.json({ hello: "world" }),
    () => Response.json({ choices: [{ index: 0 }] }),
    () => Response.json("text"),
    () => Response.json(null),
  ];
  for (const reply of rubbish) {
    const { result, tree } = await runScripted({ handler: replies(reply) });
    assertEquals(result.error?.type, "invalid_reply");
    assertMatch(
      result.error?.message ?? "",
      / answered with what is no reply: /,
    );
    assertEquals(tree, failedRun("invalid_reply", [""]));
  }
});

Deno.test("planExecute fails when the reply is not the JSON that it says", async () => {
  const { result, tree } = await runScripted({
    handler: replies(() =>
      new Response('{"choices": [', {
        headers: { "content-type": "application/json" },
      })
    ),
  });
  assertEquals(result.error?.type, "SyntaxError");
  assertEquals(tree, failedRun("SyntaxError", [""]));
});

Deno.test("planExecute fails when each reply is cut", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  const serving = cutReplies(listener);
  const { result, tree } = await runScripted({
    handler: replies(),
    baseUrl: `http://127.0.0.1:${port}`,
  });
  listener.close();
  await serving;
  const type = result.error?.type ?? "";
  assert(type !== "" && type !== "Error");
  assertEquals(tree, failedRun(type, [type, type, type]));
});

Deno.test("planExecute reads usage that is not whole", async () => {
  const { result, spans } = await runScripted({
    handler: replies(
      plans({}),
      () =>
        Response.json({
          choices: [{
            index: 0,
            message: { role: "assistant", content: "so" },
          }],
        }),
      says("done"),
    ),
  });
  assertEquals(result.answer, "done");
  const turn = spans.find(({ attributes }) => attributes["turn.index"] === 2);
  assertEquals(turn?.attributes["gen_ai.usage.input_tokens"], undefined);
  assertEquals(result.usage.inputTokens, 200);
});

Deno.test("planExecute hands on no call list that an endpoint would reject", async () => {
  const step = (message: object): Reply => () =>
    Response.json({ choices: [{ message }] });
  const { result, requests } = await runScripted({
    handler: replies(
      plans({}, {}, {}),
      step({ content: "one", tool_calls: null }),
      step({ content: "two", tool_calls: [] }),
      step({ content: null }),
      says("done"),
    ),
  });
  assertEquals(result.answer, "done");
  const { messages } = requests.at(-1)?.body as ChatRequest;
  assertEquals<unknown>(
    messages.filter(({ role }) => role === "assistant"),
    ["one", "two", ""].map((content) => ({ role: "assistant", content })),
  );
});

Deno.test("planExecute takes usage of null for none", async () => {
  const usage = { prompt_tokens: null, completion_tokens: null };
  const { result } = await runScripted({
    handler: replies(
      plans({}),
      () => Response.json({ choices: [{ message: { content: "so" } }], usage }),
      says("done"),
    ),
  });
  assertEquals(result.usage, { inputTokens: 200, outputTokens: 20 });
});

Deno.test("planExecute says nothing of finish reasons that are missing", async () => {
  const { result } = await runScripted({
    handler: replies(
      plans({ tool: "echo", server: "tools" }),
      calls(["echo", { text: "x" }]),
      () => Response.json({ choices: [{ message: { content: "done" } }] }),
    ),
  });
  assertEquals(result.answer, "done");
});

/** Promises 1,000 bytes, sends some, and hangs up. */
async function cutReplies(listener: Deno.Listener): Promise<void> {
  const head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n" +
    'content-length: 1000\r\n\r\n{"choices":';
  try {
    for await (const connection of listener) {
      await connection.read(new Uint8Array(65_536));
      await connection.write(new TextEncoder().encode(head));
      connection.close();
    }
  } catch {
    // It was closed.
  }
}
