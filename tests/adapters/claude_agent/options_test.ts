import { assertEquals, assertStrictEquals } from "@std/assert";
import { QueryRun } from "../../../adapters/claude_agent/_query_run.ts";
import { tracedOptions } from "../../../adapters/claude_agent/_traced_options.ts";
import { upstream } from "../../../adapters/claude_agent/_upstream.ts";
import { inRun } from "../_setup.ts";
import type { Json } from "./_scripted_cli.ts";

const names = (url: string) => ({ env: { ANTHROPIC_BASE_URL: url } });

/** A person's folders, with the settings files that are named. */
async function inFolders(
  files: Readonly<Record<string, unknown>>,
  fn: (folder: { readonly cwd: string; readonly env: Json }) => void,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  const cwd = `${folder}/project`;
  try {
    await Deno.mkdir(`${cwd}/.claude`, { recursive: true });
    await Deno.mkdir(`${folder}/.claude`);
    for (const [name, content] of Object.entries(files)) {
      const text = typeof content === "string"
        ? content
        : JSON.stringify(content);
      await Deno.writeTextFile(`${folder}/${name}`, text);
    }
    fn({ cwd, env: { HOME: folder, ANTHROPIC_BASE_URL: "http://env" } });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("upstream() is the vendor's where nothing says otherwise", () => {
  assertEquals(upstream({ env: {}, settingSources: [] }), {
    url: "https://api.anthropic.com",
    noProxy: {},
    settings: undefined,
  });
  assertEquals(
    upstream({ env: { ANTHROPIC_BASE_URL: "http://e" }, settingSources: [] }),
    { url: "http://e", noProxy: {}, settings: undefined },
  );
});

Deno.test("upstream() takes settings before the environment, the nearest first", async () => {
  const user = { ".claude/settings.json": names("http://user") };
  const project = { "project/.claude/settings.json": names("http://project") };
  const local = {
    "project/.claude/settings.local.json": names("http://local"),
  };
  for (
    const [files, url] of [
      [{}, "http://env"],
      [{ ".claude/settings.json": { env: { OTHER: "x" } } }, "http://env"],
      [{ ".claude/settings.json": "no { json" }, "http://env"],
      [user, "http://user"],
      [{ ...user, ...project }, "http://project"],
      [{ ...user, ...project, ...local }, "http://local"],
    ] as const
  ) {
    await inFolders(files, (folder) => {
      const settings = url === "http://env" ? undefined : {};
      assertEquals(upstream(folder), { url, noProxy: {}, settings });
    });
  }
});

Deno.test("upstream() reads the files that the CLI does", async () => {
  const files = {
    ".claude/settings.json": names("http://user"),
    "project/.claude/settings.json": names("http://project"),
    "mine.json": { ...names("http://mine"), model: "x" },
  };
  await inFolders(files, (folder) => {
    const url = (more: Json) => upstream({ ...folder, ...more }).url;
    assertEquals(url({ settingSources: ["user"] }), "http://user");
    assertEquals(url({ settingSources: [] }), "http://env");
    const elsewhere = { ...folder.env, CLAUDE_CONFIG_DIR: `${folder.cwd}/x` };
    assertEquals(
      url({ settingSources: ["user"], env: elsewhere }),
      "http://env",
    );
    assertEquals(url({ settings: names("http://given") }), "http://given");
    // A file is named from where the CLI works.
    for (const settings of ["../mine.json", `${folder.cwd}/../mine.json`]) {
      assertEquals(upstream({ ...folder, settings }), {
        url: "http://mine",
        noProxy: {},
        settings: files["mine.json"],
      });
    }
    assertEquals(url({ settings: "missing.json" }), "http://project");
  });
});

/** The options of a query that is traced. */
function traced(options: Json, more: Json = {}): Promise<Json> {
  return inRun((scope) =>
    Promise.resolve(tracedOptions(options, {
      upstream: { ...upstream({ settingSources: [], ...options }), ...more },
      url: "http://127.0.0.1:7/secret",
      run: new QueryRun(scope, fetch),
    }))
  );
}

Deno.test("tracedOptions() says where requests go, and keeps the rest", async () => {
  const options = {
    env: { A: "b", NO_PROXY: "corp", ANTHROPIC_BASE_URL: "http://env" },
    settings: "missing.json",
    agents: {},
    canUseTool: () => {},
    mcpServers: { files: { command: "files" } },
  };
  const { env, hooks: _, ...rest } = await traced(options);
  assertEquals(env, {
    A: "b",
    ANTHROPIC_BASE_URL: "http://127.0.0.1:7/secret",
    NO_PROXY: "corp,127.0.0.1",
  });
  const { env: __, ...own } = options;
  assertEquals(rest, own);
  assertStrictEquals(rest.mcpServers.files, options.mcpServers.files);
  assertEquals(options.env.NO_PROXY, "corp");
});

Deno.test("tracedOptions() keeps loopback from a proxy that settings name", async () => {
  const files = { ".claude/settings.json": { env: { no_proxy: "corp" } } };
  await inFolders(files, (folder) => {
    assertEquals(upstream(folder), {
      url: "http://env",
      noProxy: { no_proxy: "corp" },
      settings: {},
    });
  });
  const { env, settings } = await traced(
    { env: { NO_PROXY: "here" } },
    {
      url: "http://env",
      noProxy: { NO_PROXY: "here", no_proxy: "corp" },
      settings: {},
    },
  );
  assertEquals([env.NO_PROXY, env.no_proxy], [
    "here,127.0.0.1",
    "corp,127.0.0.1",
  ]);
  assertEquals(settings.env, env);
  const { env: lower } = await traced({ env: { no_proxy: "corp" } });
  assertEquals(lower.NO_PROXY, "corp,127.0.0.1");
});

Deno.test("tracedOptions() repeats it in settings where these come first", async () => {
  const settings = { model: "x", env: { A: "b", ANTHROPIC_BASE_URL: "y" } };
  const url = "http://gateway";
  const { settings: told, env } = await traced({ env: {} }, { settings, url });
  assertEquals(told, {
    model: "x",
    env: {
      A: "b",
      ANTHROPIC_BASE_URL: "http://127.0.0.1:7/secret",
      NO_PROXY: "127.0.0.1",
    },
  });
  const { A: _, ...repeated } = told.env;
  assertEquals(env, repeated);
});

Deno.test("tracedOptions() says that the vendor's address is the vendor's", async () => {
  const { env } = await traced({ env: {} });
  assertEquals(env._CLAUDE_CODE_ASSUME_FIRST_PARTY_BASE_URL, "1");
});

Deno.test("tracedOptions() puts hooks behind a program's own", async () => {
  const own = { matcher: "Bash", hooks: [() => {}] };
  const other = { hooks: [() => {}] };
  const { hooks } = await traced({
    env: {},
    hooks: { PreToolUse: [own], SessionStart: [other] },
  });
  assertStrictEquals(hooks.PreToolUse[0], own);
  assertEquals(hooks.PreToolUse.length, 2);
  assertEquals(hooks.SessionStart, [other]);
  const [{ hooks: [tell] }] = hooks.Stop;
  assertEquals(await tell({ agent_id: "nobody" }), { continue: true });
  assertEquals(await tell(undefined), { continue: true });
});
