import { assertEquals, assertStringIncludes } from "@std/assert";
import { runCommand, startCommand } from "../_command.ts";
import { dashboard } from "./_run.ts";
import { KEY, StandIn } from "./_stand_in.ts";

const { board, triggers } = dashboard;
const task = "honeycomb";

Deno.test("honeycomb prints what it would create, with links, and asks nobody", async () => {
  const args = ["--team", "my-team", "--environment", "prod"];
  const { code, stdout, stderr } = await runCommand(args, { task });

  assertEquals(code, 0);
  assertEquals(stderr, "\nNothing was created: that is for --create.\n");
  for (const panel of board.panels) {
    if (panel.type === "text") continue;
    const query = encodeURIComponent(JSON.stringify(panel.query));
    assertStringIncludes(
      stdout,
      `  ${panel.name}\n    https://ui.honeycomb.io/my-team/environments/prod?query=${query}\n`,
    );
  }
  for (const { name } of triggers) assertStringIncludes(stdout, `  ${name}: `);
  assertStringIncludes(
    stdout,
    ">= 100 % more than 24 h before, every 360 minutes",
  );
});

Deno.test("honeycomb names team and environment in the links, as far as it knows", async () => {
  const none = await runCommand([], { task });
  assertStringIncludes(
    none.stdout,
    "//ui.honeycomb.io/TEAM/environments/ENVIRONMENT?",
  );
  assertStringIncludes(none.stderr, "--team and --environment");
  const eu = await runCommand(["--api", "https://api.eu1.honeycomb.io"], {
    task,
  });
  assertStringIncludes(eu.stdout, "//ui.eu1.honeycomb.io/TEAM/");

  await using honeycomb = new StandIn();
  const args = ["--api", honeycomb.url];
  const env = { HONEYCOMB_API_KEY: KEY };
  const known = await runCommand(args, { task, env });
  assertStringIncludes(known.stdout, "/team/environments/test?query=");
  assertEquals(honeycomb.writes, []);
});

Deno.test("honeycomb --create creates the board, and says nothing of the key", async () => {
  await using honeycomb = new StandIn();
  const args = [
    "--create",
    "--triggers",
    "--recipient",
    "r1",
    "--api",
    honeycomb.url,
  ];
  const env = { HONEYCOMB_API_KEY: ` ${KEY}\n` };

  const first = await runCommand(args, { task, env });
  const again = await runCommand(args, { task, env });

  const stdout = "https://ui.honeycomb.io/team/board/b0\n";
  assertEquals({ code: first.code, stdout: first.stdout }, { code: 0, stdout });
  assertStringIncludes(first.stderr, "The board was created:");
  assertEquals({ code: again.code, stdout: again.stdout }, { code: 0, stdout });
  assertStringIncludes(again.stderr, "The board was brought up to date:");
  assertEquals(honeycomb.boards.length, 1);
  assertEquals(honeycomb.triggers[0]?.recipients, [{ id: "r1" }]);
  assertEquals((first.stderr + again.stderr).includes(KEY), false);
});

Deno.test("honeycomb ends with 1 and one line where Honeycomb refuses", async () => {
  await using honeycomb = new StandIn();
  const args = ["--create", "--api", honeycomb.url];
  const env = { HONEYCOMB_API_KEY: "another" };
  const { code, stdout, stderr } = await runCommand(args, { task, env });

  assertEquals({ code, stdout }, { code: 1, stdout: "" });
  assertEquals(
    stderr,
    "honeycomb: Cannot look up the key: Honeycomb answered 401 (unknown API key - check your credentials). HONEYCOMB_API_KEY has to be a configuration key of this region; for a team in the EU add --api https://api.eu1.honeycomb.io\n",
  );
});

Deno.test("honeycomb ends with 2 where it was used wrongly, and asks nobody", async () => {
  const cases:
    readonly (readonly [string[], Record<string, string>, string])[] = [
      [
        ["--create"],
        {},
        "Cannot create the board: HONEYCOMB_API_KEY is not set. Set it to a configuration key of your environment",
      ],
      [
        ["--create"],
        { HONEYCOMB_API_KEY: "a b" },
        "Cannot use HONEYCOMB_API_KEY: there are characters in it that no key has",
      ],
      [
        ["--recipient", "r1"],
        {},
        "Cannot use --recipient: it is for --triggers",
      ],
      [
        // The key would go over the network as it is.
        ["--api", "http://api.honeycomb.io"],
        {},
        "option '--api <url>' argument 'http://api.honeycomb.io' is invalid. Expected an https URL; see --help",
      ],
    ];
  for (const [args, env, message] of cases) {
    const { code, stdout, stderr } = await runCommand(args, { task, env });
    assertEquals({ code, stdout }, { code: 2, stdout: "" });
    assertEquals(stderr, `honeycomb: ${message}\n`);
  }
});

Deno.test("honeycomb stops at Ctrl-C, and the next run finishes", async () => {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const reached = Promise.withResolvers<void>();
  let posts = 0;
  await using honeycomb = new StandIn(({ method, path }) => {
    if (method !== "POST" || !path.startsWith("/1/queries/")) return;
    if (++posts !== 4) return;
    reached.resolve();
    return promise;
  });
  const args = ["--create", "--api", honeycomb.url];
  const env = { HONEYCOMB_API_KEY: KEY };
  const child = startCommand(args, { task, env });
  await reached.promise;
  child.kill("SIGINT");
  const { code, stderr } = await child.output();
  resolve(undefined);

  assertEquals(code, 130);
  assertStringIncludes(
    new TextDecoder().decode(stderr),
    "honeycomb: interrupted. What it made stays, and is not made twice",
  );
  assertEquals(honeycomb.boards, []);
  const again = await runCommand(args, { task, env });
  assertEquals(again.code, 0);
  assertEquals(honeycomb.boards.length, 1);
  const queries = board.panels.filter(({ type }) => type === "query");
  assertEquals(honeycomb.annotations.length, queries.length);
});
