import { assert, assertEquals } from "@std/assert";
import { bigRun, line, TestFolder, turn } from "./_traces.ts";

const PROGRAM = new URL("../../turns/main.ts", import.meta.url).pathname;

function turns(
  folder: string,
  args: string[],
  flags: string[] = [],
): Deno.Command {
  return new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--quiet",
      "--no-prompt",
      `--allow-read=${folder},.`,
      "--allow-env=INIT_CWD,OTEL_TRACES_FILE,NO_COLOR,TERM",
      ...flags,
      PROGRAM,
      ...args,
    ],
    env: { INIT_CWD: folder, OTEL_TRACES_FILE: "" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  });
}

const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

Deno.test("turns runs as a program, with the permissions that it names", async () => {
  using folder = new TestFolder();
  folder.write("a.jsonl", `${line(bigRun("run-a"))}\n`);
  const { code, stdout, stderr } = await turns(folder.path, [
    "a.jsonl",
    "--over",
    "14k",
  ]).output();
  assertEquals([code, decode(stderr)], [0, ""]);
  assert(
    /^run-a .* 15,214 .* iot\/history 41\.2 kB$/m.test(decode(stdout)),
    decode(stdout),
  );

  const bad = await turns(folder.path, ["--over", "x"]).output();
  assertEquals([bad.code, decode(bad.stdout)], [2, ""]);
});

Deno.test("turns ends quietly when nobody reads its output", async () => {
  using folder = new TestFolder();
  const many = Array.from(
    { length: 3000 },
    (_, i) => line(turn(`r${i}`, 1, i)),
  );
  folder.write("a.jsonl", many.join("\n"));
  await using child = turns(folder.path, ["a.jsonl", "--top", "3000", "--json"])
    .spawn();
  const [, stderr, { code }] = await Promise.all([
    child.stdout.cancel(),
    new Response(child.stderr).text(),
    child.status,
  ]);
  assertEquals([code, stderr], [0, ""]);
});

Deno.test("turns reads a file many times larger than the memory it has", async () => {
  using folder = new TestFolder();
  using file = Deno.openSync(`${folder.path}/big.jsonl`, {
    write: true,
    create: true,
  });
  const encoder = new TextEncoder();
  const filler = "x".repeat(2000);
  for (let block = 0; block < 100; block++) {
    const part = Array.from({ length: 100 }, (_, i) => {
      const n = block * 100 + i;
      return line(turn(`r${n}`, 1, n, { filler })) + "\n";
    }).join("") +
      `${
        line([{
          id: "x",
          name: "x",
          attributes: { filler: filler.repeat(300) },
        }])
      }\n`;
    let rest = encoder.encode(part);
    while (rest.length > 0) rest = rest.subarray(file.writeSync(rest));
  }
  const megabytes = file.statSync().size / 1e6;
  assert(megabytes > 100, `${megabytes}`);
  const { code, stdout, stderr } = await turns(
    folder.path,
    ["big.jsonl", "--json", "--top", "2"],
    ["--v8-flags=--max-old-space-size=40"],
  ).output();
  assertEquals([code, decode(stderr)], [0, ""]);
  const result = JSON.parse(decode(stdout));
  const found = result.turns.map((row: { promptTokens: number }) =>
    row.promptTokens
  );
  assertEquals([found, result.spansRead], [[9999, 9998], 50_100]);
});
