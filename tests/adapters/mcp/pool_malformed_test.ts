import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { McpPool } from "../../../adapters/mcp.ts";
import { config, inRun, Spans } from "../_setup.ts";
import { callAll, raw, replies, reply, text } from "./_raw.ts";

Deno.test("McpPool.call() reads replies that are not quite JSON-RPC", async () => {
  const results = await callAll({
    both: reply({ result: text("a"), error: null }),
    extra: reply({ result: text("a"), time: 3 }),
    no_version: JSON.stringify({ id: "$id", result: text("a") })
      .replace('"$id"', "$id"),
    string_id: JSON.stringify({ jsonrpc: "2.0", id: "$id", result: text("a") }),
    null_result: reply({
      result: null,
      error: { code: -32050, message: "the historian is off" },
    }),
    error_extra: reply({
      error: { code: -32050, message: "the historian is off", kind: 2 },
    }),
  });
  const said = { text: "a", isError: false };
  const off = (name: string) => ({
    text: `Tool raw/${name} failed: the historian is off`,
    isError: true,
    errorType: "-32050",
  });
  assertEquals(results, {
    both: said,
    extra: said,
    no_version: said,
    string_id: said,
    null_result: off("null_result"),
    error_extra: off("error_extra"),
  });
});

Deno.test("McpPool.call() fails at once where the reply is malformed", async () => {
  using spans = new Spans();
  const malformed = {
    null: reply({ result: null }),
    text: reply({ result: "21.5" }),
    list: reply({ result: [] }),
    neither: reply({}),
    null_error: reply({ error: null }),
    content: reply({ result: { content: { type: "text", text: "a" } } }),
  };
  const results = await inRun((run) =>
    run.turn(() =>
      callAll({ ...malformed, text_error: reply({ error: "no such asset" }) })
    )
  );
  for (const name of Object.keys(malformed)) {
    const { text, isError, errorType } = results[name] ?? {};
    assertStringIncludes(text ?? "", `Tool raw/${name} failed: `);
    assertStringIncludes(text ?? "", "malformed");
    // A validator has more to say than a model can use.
    assert((text ?? "").length < 120, text);
    assertEquals([isError, errorType], [true, "SdkError"]);
  }
  assertEquals(
    results.text_error?.text,
    "Tool raw/text_error failed: no such asset",
  );
  const types = spans.named("tool.call").map(({ attributes }) =>
    attributes["error.type"]
  );
  // Not the timeout of 20 s.
  assertEquals([...new Set(types)], ["SdkError"]);
});

Deno.test("McpPool.open() fails at once, in a line, where a reply is malformed", async () => {
  for (const method of ["initialize", "tools/list"]) {
    for (const result of [null, 3, ...(method === "tools/list" ? [{}] : [])]) {
      const said = { ...replies([]), [method]: reply({ result }) };
      const error = await McpPool.open(config({ raw: raw(said) }))
        .then((pool) => pool.close(), (error) => error);
      assert(error instanceof Error);
      assertStringIncludes(error.message, "malformed");
      assert(error.message.length < 150, error.message);
    }
  }
});

Deno.test("McpPool leaves alone what a server prints beside its replies", async () => {
  const log = '{"id": $id, "level": "info", "msg": "called"}';
  const notice =
    '{"jsonrpc": "2.0", "method": "notifications/message", "params": null}';
  const result = await callAll({
    chatty: [log, "$id", "[]", notice, reply({ result: text("a") }), "null"]
      .join("\n"),
  });
  assertEquals(result.chatty, { text: "a", isError: false });
});
