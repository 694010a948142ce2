import { assert, assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import type { Handler } from "../../demo/scripted_model/handler.ts";
import { startScriptedModel } from "../../demo/scripted_model/start.ts";
import { promptTokens } from "../../demo/scripted_model/wire/reply.ts";
import { loadTokenizer } from "../../demo/scripted_model/wire/tokenizer.ts";
import { runCommand } from "../cli/_command.ts";
import { asks, following, type Said, says } from "../_helpers/conversation.ts";

const ROOT = fileURLToPath(import.meta.resolve("../../"));
const PAGE = await Deno.readTextFile(`${ROOT}docs/bring-your-own-agent.md`);

/** What a line is that was added to a program for its trace. */
const ADDED =
  /@turnspan|initTracing\(|traceRunner\(|traceAgent\(|traceQuery\(|traceRun\(|run\.turn\(|turn\.chat\(|turn\.tool\(/;

/** The programs of the page, and how many lines their traces may take. */
const PROGRAMS: Readonly<Record<string, number>> = {
  openai_agents: 10,
  claude_agent: 10,
  langchain: 10,
  deepagents: 10,
  own_loop: 12,
};

/** The lines of a program's file that the page marks. */
function markedOn(page: string, program: string): number[] {
  const include = new RegExp(
    `^<<< \\.\\./examples/${program}\\.ts(#program)?\\{([\\d,-]+).*\\}$`,
    "m",
  );
  const [, region, marked = ""] = include.exec(page) ?? [];
  const before = region === undefined
    ? 0
    : linesOf(program).indexOf("// #region program") + 1;
  return marked.split(",").filter((lines) => lines !== "").flatMap((lines) => {
    const [from = 0, to = from] = lines.split("-").map(Number);
    return Array.from(
      { length: to - from + 1 },
      (_, place) => before + from + place,
    );
  });
}

function linesOf(program: string): string[] {
  return Deno.readTextFileSync(`${ROOT}examples/${program}.ts`).split("\n");
}

/** The lines that a trace takes: in a loop also those that close a scope. */
function addedTo(program: string): number[] {
  const lines = linesOf(program);
  const added = lines.flatMap((line, place) =>
    ADDED.test(line) ? [place + 1] : []
  );
  const closing = lines.flatMap((line, place) => {
    const opens = lines.findIndex((other) =>
      /^\s*await (traceRun|run\.turn)\(/.test(other) &&
      `${/^\s*/.exec(other)}});` === line
    );
    return opens < 0 ? [] : [place + 1];
  });
  return [...added, ...closing].sort((a, b) => a - b);
}

/** What the page shows as the answer of a program's trace. */
function answerOn(page: string, program: string): string {
  const block = new RegExp(
    `<!-- answer of ${program} -->\\n+\`\`\`text\\n(.*?)\`\`\``,
    "s",
  );
  return block.exec(page)?.[1] ?? "";
}

/** Reports what the prompt has in tokens, as a vendor does. */
function counting(script: () => Said): Handler {
  return following(async (request) => {
    const input = promptTokens(request, await loadTokenizer());
    return { ...script(), usage: { input } };
  });
}

/** A model that looks at both cities, for a sub-agent at one. */
function weatherModel(): Handler {
  return following(async (request) => {
    const usage = {
      input: promptTokens(request, await loadTokenizer()),
    };
    const { messages, tools } = request;
    const told = messages.some(({ role }) => role === "tool");
    const inner = !tools.some(({ name }) => name === "task");
    const asked = messages.find(({ role }) => role === "user")?.text ?? "";
    const cities = ["Oslo", "Rome"].filter((city) => asked.includes(city));
    const calls = cities.map((city) =>
      inner ? ["temperature", { city }, `id_${city}`] as const : [
        "task",
        {
          description: `How warm is it in ${city}?`,
          subagent_type: "observer",
        },
        `id_${city}`,
      ] as const
    );
    return told
      ? says(cities.length > 1 ? "It is warmer in Rome" : "As it says", {
        usage,
      })
      : { ...asks(...calls), usage };
  });
}

/** A model that adds with its tool. */
function addingModel(): Handler {
  const left = [asks(["add", { a: 2, b: 3 }]), says("It is 5")];
  return counting(() => left.shift()!);
}

/**
 * An answer as far as it is the same each time. The CLI's own part of a prompt
 * is another with each version, and with the ids in it.
 */
function comparable(answer: string, program: string): string {
  if (program !== "claude_agent") return answer;
  return answer.split(";").slice(0, 2).join(";").replaceAll(/\d[\d,]*/g, "N");
}

for (const [program, most] of Object.entries(PROGRAMS)) {
  Deno.test(`the page marks what the trace of ${program} takes, at most ${most} lines`, () => {
    const marked = markedOn(PAGE, program);
    assertEquals(marked, addedTo(program));
    assert(marked.length > 0 && marked.length <= most, `${marked.length}`);
  });

  Deno.test(`the page shows the first answer about ${program}`, async () => {
    await using model = startScriptedModel({
      handler: program === "own_loop" ? addingModel() : weatherModel(),
    });
    const folder = await Deno.makeTempDir();
    try {
      await runProgram(program, model.baseUrl, folder);
      const { code, stdout, stderr } = await runCommand(["traces.jsonl"], {
        task: "turns",
        cwd: folder,
      });
      assertEquals(code, 0, stderr);
      const [answer = ""] = stdout.split("\n\n");
      assertEquals(
        comparable(`${answer}\n`, program),
        comparable(answerOn(PAGE, program), program),
      );
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}

/** Runs a program with its trace in a folder. */
async function runProgram(
  program: string,
  baseUrl: string,
  folder: string,
): Promise<void> {
  const inherited = Object.entries(Deno.env.toObject())
    .filter(([name]) => !/^(ANTHROPIC|CLAUDE|OPENAI|OTEL)_/.test(name));
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--quiet",
      "--no-prompt",
      `--config=${ROOT}deno.json`,
      `--lock=${ROOT}deno.lock`,
      "--frozen",
      "--allow-all",
      `${ROOT}examples/${program}.ts`,
    ],
    cwd: folder,
    clearEnv: true,
    env: {
      ...Object.fromEntries(inherited),
      OTEL_TRACES_FILE: "traces.jsonl",
      OPENAI_API_KEY: "key-of-the-test",
      OPENAI_BASE_URL: `${baseUrl}/v1`,
      OPENAI_DEFAULT_MODEL: "gpt-5",
      OPENAI_AGENTS_DISABLE_TRACING: "1",
      ANTHROPIC_API_KEY: "key-of-the-test",
      ANTHROPIC_BASE_URL: baseUrl,
      CLAUDE_CONFIG_DIR: folder,
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
    },
  }).output();
  assertEquals([code, new TextDecoder().decode(stderr)], [0, ""]);
}

Deno.test("the page shows what each server costs", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const init = { cwd: folder, env: { OTEL_TRACES_FILE: "traces.jsonl" } };
    const question = "Why is Chiller 6 drawing more power?";
    const { code, stderr } = await runCommand(
      ["--model-id", "demo", question],
      { ...init, task: "openai-agent" },
    );
    assertEquals(code, 0, stderr);
    const { stdout } = await runCommand(["--by", "server"], {
      ...init,
      task: "turns",
    });
    const [, shown] =
      /<!-- answer by server -->\n+```text\n(.*?)```/s.exec(PAGE) ?? [];
    assertEquals(stdout, shown);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
