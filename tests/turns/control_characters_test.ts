import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { drawTree } from "../../turns/draw/draw_tree.ts";
import { explainTurns } from "../../turns/draw/explain.ts";
import { FileSource } from "../../turns/source/file_source.ts";
import { loadRun } from "../../turns/model/load_run.ts";
import { main } from "../../turns/main.ts";
import {
  controlCharacters,
  DRIVING_TEXT,
} from "../_helpers/control_characters.ts";
import { line, root, TestFolder, testIo, turn } from "./_traces.ts";

const ID = `run${DRIVING_TEXT}`;

/** Spans that say it wherever a text can be. */
function drivingRun(id = ID) {
  const attributes = {
    "gen_ai.agent.name": DRIVING_TEXT,
    "gen_ai.request.model": DRIVING_TEXT,
    "turn.phase": DRIVING_TEXT,
    "turn.prompt.grew_by": DRIVING_TEXT,
    "error.type": DRIVING_TEXT,
  };
  return [
    ...turn(id, 1, 900, attributes, "t"),
    ...turn(id, 2, 1900, { ...attributes, "agent.runner": DRIVING_TEXT }, "t"),
    {
      trace: "t",
      id: "tool",
      parent: `${id}.2`,
      name: `tool.call ${DRIVING_TEXT}`,
      failed: true,
      attributes: {
        "tool.name": DRIVING_TEXT,
        "tool.server": DRIVING_TEXT,
        "error.type": DRIVING_TEXT,
      },
    },
    root(id, DRIVING_TEXT, "t"),
  ];
}

async function run(args: readonly string[], file: string) {
  using folder = new TestFolder();
  folder.write("in/a.jsonl", file);
  folder.write("in/\x1b]0;b\x07\x9b.json", "{\n[");
  const io = testIo(folder.path);
  const code = await main([...args, "in"], io);
  return { code, out: io.stdout, err: io.stderr };
}

Deno.test("main() prints no control character of a trace file", async () => {
  const file = line(drivingRun());
  const commands = [[], ["--json"], ["--run", ID], ["--run", ID, "--tree"]];
  for (const args of commands) {
    const { code, out, err } = await run(args, file);
    assertEquals(code, 0);
    assertEquals(controlCharacters(out), [], args.join(" "));
    assertEquals(controlCharacters(err), [], args.join(" "));
    assert(out.includes("before"), out);
    assertStringIncludes(err, 'in/\ufffd]0;b\ufffd\ufffd.json"');
  }
});

Deno.test("main() --json gives a trace's texts as they are", async () => {
  const { out } = await run(["--json", "--top", "1"], line(drivingRun()));
  const [{ runId, grewBy }] = JSON.parse(out).turns;
  assertEquals([runId, grewBy], [ID, DRIVING_TEXT]);
});

Deno.test("main() says no control character of an id that it names", async () => {
  const file = [`${ID}1`, `${ID}2`].map((id) => line(drivingRun(id))).join(
    "\n",
  );
  const { code, err } = await run(["--run", "runbefore"], file);
  assertEquals(code, 2);
  assertStringIncludes(err, "several ids begin with it, runbefore\ufffd[2J");
  assertEquals(controlCharacters(err), []);
});

/** Names that every object has, by what it inherits. */
const INHERITED = ["constructor", "__proto__", "toString", "hasOwnProperty"];

Deno.test("explainTurns() and drawTree() name sources as they are called", async () => {
  for (const name of INHERITED) {
    using folder = new TestFolder();
    const grew = { "turn.prompt.grew_by": name, "turn.prompt.delta_tokens": 9 };
    const spans = [...turn("run-x", 2, 10, grew), root("run-x", name)];
    const source = new FileSource([folder.write("x.jsonl", line(spans))]);
    const { turns, spans: read } = await loadRun(source, "run-x");
    assertEquals(
      explainTurns(turns),
      `Turn 2 of plan_execute sent the largest prompt: 10 tokens, 9 more than turn 1; ${name} made it grow.`,
    );
    assertStringIncludes(drawTree(read), `agent.run ${name}  `);
    assertStringIncludes(drawTree(read), `+9 (${name})`);
  }
});
