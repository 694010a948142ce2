import { assert, assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import { startScriptedModel } from "../../../demo/scripted_model/start.ts";
import { drawSpanTree } from "../../../testing/mod.ts";
import type { Handler } from "../../../demo/scripted_model/handler.ts";
import {
  asks,
  conversation,
  following,
  says,
} from "../../_helpers/conversation.ts";
import { assertContract } from "../../_helpers/contract.ts";
import { otlpSpans } from "../../_helpers/otlp_spans.ts";
import { withoutAgentsOfCalls } from "../../_helpers/without_agents_of_calls.ts";

const ROOT = fileURLToPath(import.meta.resolve("../../../"));

/** Runs an example as its first lines say, with a model server of ours. */
async function runExample(name: string, handler: Handler) {
  await using model = startScriptedModel({ handler });
  const folder = await Deno.makeTempDir();
  const file = `${folder}/traces.jsonl`;
  try {
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "--quiet",
        "--no-prompt",
        "--frozen",
        "--lock=deno.lock",
        "--allow-env",
        "--allow-read",
        `--allow-write=${folder}`,
        "--allow-net=127.0.0.1",
        "--allow-sys",
        `examples/${name}.ts`,
      ],
      cwd: ROOT,
      env: {
        OPENAI_API_KEY: "key",
        OPENAI_BASE_URL: `${model.baseUrl}/v1`,
        OTEL_TRACES_FILE: file,
      },
    }).output();
    const decoder = new TextDecoder();
    assertEquals([code, decoder.decode(stderr)], [0, ""]);
    const spans = otlpSpans(await Deno.readTextFile(file));
    return { said: decoder.decode(stdout), spans };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Names, and those of tools and agents. */
function tree(spans: ReturnType<typeof otlpSpans>): string {
  const tree = drawSpanTree(spans, {
    attributes: ["gen_ai.agent.name", "tool.name"],
  });
  return withoutAgentsOfCalls(tree)
    .replaceAll(/ (?:gen_ai\.agent\.name|tool\.name)="([^"]*)"/g, " $1")
    .trimEnd();
}

for (const name of ["langchain", "deepagents"]) {
  Deno.test(`examples/${name}.ts is short`, async () => {
    const text = await Deno.readTextFile(`${ROOT}examples/${name}.ts`);
    const lines = text.trimEnd().split("\n");
    assert(lines.length < 40, `${lines.length} lines`);
  });
}

Deno.test("examples/langchain.ts answers, and leaves its trace", async () => {
  const { said, spans } = await runExample(
    "langchain",
    conversation(
      asks(["temperature", { city: "Oslo" }, "id_o"], [
        "temperature",
        { city: "Rome" },
        "id_r",
      ]),
      says("It is warmer in Rome"),
    ),
  );
  assertEquals(said, "It is warmer in Rome\n");
  assertContract(spans);
  assertEquals(
    tree(spans),
    `agent.run langchain
  agent.turn langchain
    chat gpt-5
      POST
    tool.call temperature
    tool.call temperature
  agent.turn langchain
    chat gpt-5
      POST`,
  );
});

Deno.test("examples/deepagents.ts answers, and leaves its trace", async () => {
  const observe = (city: string) =>
    [
      "task",
      { description: city, subagent_type: "observer" },
      `id_${city}`,
    ] as const;
  const { said, spans } = await runExample(
    "deepagents",
    following(({ messages, tools }) => {
      const told = messages.some(({ role }) => role === "tool");
      const city = messages.find(({ role }) => role === "user")?.text ?? "";
      return tools.some(({ name }) => name === "task")
        ? told
          ? says("It is warmer in Rome")
          : asks(observe("Oslo"), observe("Rome"))
        : told
        ? says("Cold or not")
        : asks(["temperature", { city }]);
    }),
  );
  assertEquals(said, "It is warmer in Rome\n");
  assertContract(spans);
  const observed = `    tool.call task
      agent.invoke observer
        agent.turn observer
          chat gpt-5
            POST
          tool.call temperature
        agent.turn observer
          chat gpt-5
            POST`;
  assertEquals(
    tree(spans),
    `agent.run deepagents
  agent.turn deepagents
    chat gpt-5
      POST
${observed}
${observed}
  agent.turn deepagents
    chat gpt-5
      POST`,
  );
});
