import { assert, assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import { startScriptedModel } from "../../../demo/scripted_model/start.ts";
import { drawSpanTree } from "../../../testing/mod.ts";
import { assertContract } from "../../_helpers/contract.ts";
import { asks, conversation, says } from "../../_helpers/conversation.ts";
import { otlpSpans } from "../../_helpers/otlp_spans.ts";
import { recordingHandler } from "../../_helpers/scripted_model.ts";

const ROOT = fileURLToPath(import.meta.resolve("../../../"));
const EXAMPLE = `${ROOT}examples/claude_agent.ts`;

/** How an example finds its model, and whether it is traced. */
interface Surroundings {
  /** What the person's settings file says. */
  readonly settings?: (baseUrl: string) => unknown;
  readonly env?: (baseUrl: string) => Readonly<Record<string, string>>;
  readonly traced?: boolean;
}

/** Whoever runs the tests may do so from the CLI. */
function withoutOwn(env: Readonly<Record<string, string>>) {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !/^(ANTHROPIC|CLAUDE)/.test(name)),
  );
}

/** Runs the example with the real CLI and a model server of ours. */
async function runExample(
  { settings, env = () => ({}), traced = true }: Surroundings,
) {
  const { handler, requests } = recordingHandler(conversation(
    asks(["temperature", { city: "Oslo" }, "id_oslo"], [
      "temperature",
      { city: "Rome" },
      "id_rome",
    ]),
    says("It is warmer in Rome"),
  ));
  await using model = startScriptedModel({ handler });
  const folder = await Deno.makeTempDir();
  const file = `${folder}/traces.jsonl`;
  try {
    if (settings !== undefined) {
      const text = JSON.stringify(settings(model.baseUrl));
      await Deno.writeTextFile(`${folder}/settings.json`, text);
    }
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
        `--allow-write=${folder}`,
        "--allow-net=127.0.0.1",
        "--allow-sys",
        "--allow-run",
        EXAMPLE,
      ],
      cwd: folder,
      clearEnv: true,
      env: {
        ...withoutOwn(Deno.env.toObject()),
        CLAUDE_CONFIG_DIR: folder,
        CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
        ANTHROPIC_API_KEY: "key-of-the-test",
        ...env(model.baseUrl),
        ...(traced ? { OTEL_TRACES_FILE: file } : {}),
      },
    }).output();
    const text = new TextDecoder();
    assertEquals(
      [code, text.decode(stderr), text.decode(stdout)],
      [0, "", "It is warmer in Rome\n"],
    );
    const spans = traced ? otlpSpans(await Deno.readTextFile(file)) : [];
    return { spans, requests };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("examples/claude_agent.ts is short", async () => {
  const lines = (await Deno.readTextFile(EXAMPLE)).trimEnd().split("\n");
  assert(lines.length < 45, `${lines.length} lines`);
});

const FROM: Readonly<Record<string, Surroundings>> = {
  "the environment": { env: (url) => ({ ANTHROPIC_BASE_URL: url }) },
  "a settings file": {
    settings: (url) => ({ env: { ANTHROPIC_BASE_URL: url } }),
    env: () => ({ ANTHROPIC_BASE_URL: "http://127.0.0.1:1" }),
  },
};

for (const [where, surroundings] of Object.entries(FROM)) {
  Deno.test(`examples/claude_agent.ts leaves its trace, with its model from ${where}`, async () => {
    const { spans, requests } = await runExample(surroundings);
    assertContract(spans);
    assertEquals(
      drawSpanTree(spans, { attributes: ["tool.server", "tool.name"] })
        .replaceAll(/ tool\.\w+="([^"]*)"/g, " $1")
        // Which model is the default one is the CLI's to say.
        .replaceAll(/chat claude-\S+/g, "chat").trimEnd(),
      `agent.run
  agent.turn
    chat
      POST
    tool.call weather temperature
    tool.call weather temperature
  agent.turn
    chat
      POST`,
    );
    const posts = spans.filter(({ name }) => name === "POST")
      .map((span) => span.spanContext().spanId);
    assertEquals(
      requests.map(({ headers }) => headers.get("traceparent")?.split("-")[2]),
      posts,
    );
  });
}

Deno.test("examples/claude_agent.ts is the same with tracing off", async () => {
  const { requests } = await runExample({
    ...FROM["the environment"],
    traced: false,
  });
  assertEquals(requests.length, 2);
  assert(requests.every(({ headers }) => !headers.has("traceparent")));
});
