import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { replies } from "../_helpers/replies.ts";
import { Folder, runCommand } from "./_command.ts";
import { startModel } from "./_model.ts";

/** One way to use the command wrongly. */
interface BadUsage {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly mcp?: string;
  readonly stdin?: string;
  /** What the line says. */
  readonly says: string;
}

const MODEL = ["--model-id", "openai/tested"];

const SERVER = '{"command": "touch", "args": ["started"]}';

/** A bad command line, with the model and a question in place. */
function flags(...args: readonly string[]): readonly string[] {
  return [...MODEL, "question", ...args];
}

const CASES: Readonly<Record<string, BadUsage>> = {
  "no question": { args: MODEL, says: "missing required argument 'question'" },
  "an empty question": {
    args: [...MODEL, ""],
    says: "Cannot ask an empty question",
  },
  "a blank question": {
    args: [...MODEL, " \n "],
    says: "Cannot ask an empty question",
  },
  "empty stdin": {
    args: [...MODEL, "-"],
    stdin: "",
    says: "Cannot read the question: stdin is empty",
  },
  "two questions": { args: flags("more"), says: "too many arguments" },
  "an unknown flag": {
    args: flags("--max-turn", "3"),
    says: "unknown option '--max-turn' (Did you mean --max-turns?)",
  },
  "a flag without its value": {
    args: flags("--max-turns"),
    says: "option '--max-turns <n>' argument missing",
  },
  "no turns": { args: flags("--max-turns", "0"), says: "'0' is invalid" },
  "turns below zero": {
    args: flags("--max-turns=-1"),
    says: "'-1' is invalid",
  },
  "turns that are no number": {
    args: flags("--max-turns", "1e3"),
    says: "'1e3' is invalid",
  },
  "a budget of nothing": {
    args: flags("--max-input-tokens", "0"),
    says:
      "option '--max-input-tokens <n>' argument '0' is invalid. It must be a whole number from 1 on",
  },
  "a budget below zero": {
    args: flags("--max-prompt-tokens=-1"),
    says: "'-1' is invalid",
  },
  "a budget that is no whole number": {
    args: flags("--max-input-tokens", "1.5"),
    says: "'1.5' is invalid",
  },
  "a budget in words": {
    args: flags("--max-prompt-tokens", "14k"),
    says: "'14k' is invalid",
  },
  "a budget beyond what can be counted": {
    args: flags("--max-input-tokens", "9007199254740993"),
    says: "'9007199254740993' is invalid",
  },
  "an empty budget": {
    args: flags("--max-input-tokens", ""),
    says: "'' is invalid",
  },
  "a budget without its value": {
    args: flags("--max-prompt-tokens"),
    says: "option '--max-prompt-tokens <n>' argument missing",
  },
  "a conversation without a name": {
    args: flags("--conversation-id", " "),
    says: "' ' is invalid. It must not be empty",
  },
  "a run id that is a path": {
    args: flags("--run-id", "../x"),
    says: "'../x' is invalid",
  },
  "a run id of dots": {
    args: flags("--run-id", ".."),
    says: "'..' is invalid",
  },
  "an empty run id": { args: flags("--run-id", ""), says: "'' is invalid" },
  "a run id that is too long": {
    args: flags("--run-id", "x".repeat(129)),
    says: "is invalid",
  },
  "an unknown form of model": {
    args: ["--model-id", "gpt-5", "question"],
    says: 'Cannot use model "gpt-5": a model is litellm_proxy/<model>, openai',
  },
  "an unknown prefix of model": {
    args: ["--model-id", "constructor/gpt-5", "question"],
    says: 'Cannot use model "constructor/gpt-5"',
  },
  "a model without a name": {
    args: ["--model-id", "openai/", "question"],
    says: 'Cannot use model "openai/"',
  },
  "a model that it cannot speak to": {
    args: ["--model-id", "anthropic/claude", "question"],
    says: "A LiteLLM proxy serves both: --model-id litellm_proxy/<model>",
  },
  "no key": { env: { OPENAI_API_KEY: "" }, says: "OPENAI_API_KEY is not set" },
  "no proxy": {
    args: ["--model-id", "litellm_proxy/gpt-5", "question"],
    env: { LITELLM_API_KEY: "sk-1" },
    says: "LITELLM_BASE_URL is not set",
  },
  "no key of the proxy": {
    args: ["--model-id", "litellm_proxy/gpt-5", "question"],
    env: { LITELLM_BASE_URL: "http://127.0.0.1:9" },
    says: "LITELLM_API_KEY is not set",
  },
  "a base URL that is none": {
    env: { OPENAI_BASE_URL: "localhost:4000" },
    says: 'Cannot use OPENAI_BASE_URL="localhost:4000"',
  },
  "a base URL that is a file's": {
    env: { OPENAI_BASE_URL: "file:///etc" },
    says: "it is not an http or https URL",
  },
  "no mcp.json": {
    args: flags("--mcp-config", "nowhere.json"),
    says: "no such file; name one with --mcp-config",
  },
  "an mcp.json that is no JSON": {
    mcp: '{\n  "mcpServers": {\n    "iot": nonsense\n  }\n}',
    says: "line 3, column 12",
  },
  "an mcp.json of another form": {
    mcp: "[]",
    says: "mcpServers is not an object",
  },
  "a server with neither command nor url": {
    mcp: `{"mcpServers": {\n  "iot": {"args": []},\n  "x": ${SERVER}}}`,
    says: 'mcpServers.iot has neither "command" nor "url"',
  },
  "a server named local": {
    mcp: `{"mcpServers": {"local": ${SERVER}}}`,
    says: '"local"',
  },
};

for (const [what, usage] of Object.entries(CASES)) {
  Deno.test(`plan-execute says one line and exits 2 for ${what}`, () =>
    assertRefused(usage));
}

Deno.test("plan-execute exits 2 when the trajectory cannot be written", async () => {
  using folder = new Folder();
  // Below a file nobody can write, not even root.
  const file = folder.write("file", "");
  await assertRefused({
    env: { AGENT_TRAJECTORY_DIR: `${file}/below` },
    says: `Cannot write to AGENT_TRAJECTORY_DIR="${file}/below"`,
  });
});

Deno.test("plan-execute lists the models when none is named", async () => {
  const { code, stdout, stderr } = await runCommand(["question"]);
  assertEquals([code, stdout], [2, ""]);
  assertMatch(stderr, /^plan-execute: Cannot choose a model: .*--model-id/);
  assertStringIncludes(stderr, "LITELLM_BASE_URL, LITELLM_API_KEY");
  assertMatch(stderr, /add --model-id demo\n$/);
});

Deno.test("demo says one line and exits 2 for bad usage", async () => {
  for (const args of [["a", "b"], ["--al"]]) {
    const { code, stdout, stderr } = await runCommand(args, { task: "demo" });
    assertEquals([code, stdout], [2, ""]);
    assertMatch(stderr, /^demo: .*; see --help\n$/);
  }
});

/** Nothing was started: no server, no request, no file. */
async function assertRefused(
  { args = flags(), env = {}, mcp, stdin, says }: BadUsage,
): Promise<void> {
  using folder = new Folder();
  folder.write("mcp.json", mcp ?? `{"mcpServers": {"x": ${SERVER}}}`);
  await using model = startModel(replies());
  const { code, stdout, stderr } = await runCommand(args, {
    cwd: folder.path,
    env: {
      ...model.env,
      AGENT_TRAJECTORY_DIR: `${folder.path}/trajectories`,
      OTEL_TRACES_FILE: `${folder.path}/traces.jsonl`,
      ...env,
    },
    ...(stdin === undefined ? {} : { stdin }),
  });
  assertEquals(code, 2, stderr);
  assertEquals(stdout, "");
  assertMatch(stderr, /^plan-execute: [^\n]+\n$/);
  assertStringIncludes(stderr, says);
  assertEquals(model.requests, []);
  assertEquals(folder.names.filter((name) => name !== "trajectories"), [
    "mcp.json",
  ]);
  if (folder.names.includes("trajectories")) {
    assertEquals([...Deno.readDirSync(`${folder.path}/trajectories`)], []);
  }
}
