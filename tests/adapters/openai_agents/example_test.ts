import { assert, assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import { startScriptedModel } from "../../../demo/scripted_model/start.ts";
import { drawSpanTree } from "../../../testing/mod.ts";
import { assertContract } from "../../_helpers/contract.ts";
import { asks, conversation, says } from "../../_helpers/conversation.ts";
import { otlpSpans } from "../../_helpers/otlp_spans.ts";

const ROOT = fileURLToPath(import.meta.resolve("../../../"));
const EXAMPLE = `${ROOT}examples/openai_agents.ts`;

Deno.test("examples/openai_agents.ts is short", async () => {
  const lines = (await Deno.readTextFile(EXAMPLE)).trimEnd().split("\n");
  assert(lines.length < 40, `${lines.length} lines`);
});

Deno.test("examples/openai_agents.ts answers, and leaves its trace", async () => {
  await using model = startScriptedModel({
    handler: conversation(
      asks(
        ["temperature", { city: "Oslo" }, "id_oslo"],
        ["temperature", { city: "Rome" }, "id_rome"],
      ),
      says("It is warmer in Rome"),
    ),
  });
  const traces = await Deno.makeTempFile({ suffix: ".jsonl" });
  try {
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "--quiet",
        "--no-prompt",
        `--config=${ROOT}deno.json`,
        `--lock=${ROOT}deno.lock`,
        "--frozen",
        "--allow-env",
        "--allow-read",
        `--allow-write=${traces}`,
        "--allow-net=127.0.0.1",
        "--allow-sys",
        EXAMPLE,
      ],
      env: {
        OPENAI_API_KEY: "key",
        OPENAI_BASE_URL: `${model.baseUrl}/v1`,
        OPENAI_DEFAULT_MODEL: "tested",
        // What the SDK sends to its vendor is the SDK's business.
        OPENAI_AGENTS_DISABLE_TRACING: "1",
        OTEL_TRACES_FILE: traces,
      },
    }).output();
    const text = new TextDecoder();
    assertEquals(text.decode(stderr), "");
    assertEquals(text.decode(stdout), "It is warmer in Rome\n");
    assertEquals(code, 0);
    const spans = otlpSpans(await Deno.readTextFile(traces));
    assertContract(spans);
    assertEquals(
      drawSpanTree(spans, { attributes: ["gen_ai.request.model"] }),
      `agent.run gen_ai.request.model="tested"
  agent.turn gen_ai.request.model="tested"
    chat tested gen_ai.request.model="tested"
      POST
    tool.call
    tool.call
  agent.turn gen_ai.request.model="tested"
    chat tested gen_ai.request.model="tested"
      POST`,
    );
  } finally {
    await Deno.remove(traces);
  }
});
