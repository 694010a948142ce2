import { assert, assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import { nobodyListens } from "../_helpers/nobody_listens.ts";

const ROOT = fileURLToPath(import.meta.resolve("../../"));

/** What reads variables for the commands. */
const COMMANDS = ["cli", "command_line", "runners", "servers", "turns"];

Deno.test("the page of the environment has each variable that tracing reads, and no other", async () => {
  const shown = shownVariables(page("environment"));
  const known = [...await tracingReads(), ...commandsRead()];
  const shownByTracing = shown.filter((name) => !commandsRead().has(name));

  assertEquals(shown.filter((name) => !known.includes(name)), []);
  assertEquals(shownByTracing, [...new Set(shownByTracing)], "Shown twice");
  assertEquals(shownByTracing.sort(), [...await tracingReads()].sort());
});

Deno.test("the pages have each variable that the commands read", () => {
  const text = ["environment", "models-and-servers", "command-line"]
    .map(page).join();
  const missing = [...commandsRead()]
    .filter((name) => !text.includes(`\`${name}\``));
  assert(commandsRead().has("AGENT_TRAJECTORY_DIR"));
  assertEquals(missing, []);
});

function page(name: string): string {
  return Deno.readTextFileSync(`${ROOT}docs/${name}.md`);
}

/** The variables in the first column of the page's tables. */
function shownVariables(text: string): string[] {
  return text.split("\n").flatMap((line) => {
    const [, cell = ""] = /^\| (`.*?) \|/.exec(line) ?? [];
    return cell.split("<br>").filter(Boolean)
      .map((name) => name.trim().replace(/^`(.*)`$/, "$1"));
  });
}

/** The variables that tracing asks for where each of its parts is in use. */
async function tracingReads(): Promise<Set<string>> {
  using port = await nobodyListens();
  const passedOn = ["DENO_DIR", "HOME", "PATH"].flatMap((name) => {
    const value = Deno.env.get(name);
    return value === undefined ? [] : [[name, value]];
  });
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--quiet",
      "--allow-all",
      `--config=${ROOT}deno.json`,
      `--lock=${ROOT}deno.lock`,
      "--frozen",
      `${ROOT}tests/site/_record_reads.ts`,
    ],
    clearEnv: true,
    env: {
      ...Object.fromEntries(passedOn),
      OTEL_EXPORTER_OTLP_ENDPOINT: port.url.replace("http:", "https:"),
      OTEL_EXPORTER_OTLP_TIMEOUT: "1",
      OTEL_TRACES_SAMPLER: "traceidratio",
    },
  }).output();
  const text = new TextDecoder().decode(stdout);
  assert(text.startsWith("["), new TextDecoder().decode(stderr));
  // A proxy's variable has two spellings, of which the page has one.
  const names: readonly string[] = JSON.parse(text);
  return new Set(
    names.map((name) => name.endsWith("_proxy") ? name.toUpperCase() : name),
  );
}

/** The variables that the commands name where they read them. */
function commandsRead(): Set<string> {
  const names = COMMANDS.flatMap((room) => files(`${ROOT}${room}`))
    .flatMap((file) => [
      ...Deno.readTextFileSync(file)
        .matchAll(/\benv(?:\.get)?\(\s*"(\w+)"/g),
    ])
    .map(([, name]) => name!)
    .filter((name) => !name.startsWith("OTEL_"));
  return new Set(names);
}

function files(folder: string): string[] {
  return [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }) =>
    isDirectory ? files(`${folder}/${name}`) : [`${folder}/${name}`]
  );
}
