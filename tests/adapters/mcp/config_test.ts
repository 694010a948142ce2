import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import {
  loadMcpConfig,
  McpConfigError,
  parseMcpConfig,
} from "../../../adapters/mcp.ts";
import { redactSecrets } from "../../../tracing/privacy/redact.ts";

const variables: Record<string, string> = { HOST: "example.com", EMPTY: "" };
const options = { env: (name: string) => variables[name] };

/** The error of a text that must be refused. */
function refusal(text: string): McpConfigError {
  return assertThrows(
    () => parseMcpConfig(text, "/etc/agent/mcp.json", options),
    McpConfigError,
  );
}

/** The same, of an entry named `iot`. */
function entryRefusal(entry: unknown, name = "iot"): string {
  return refusal(JSON.stringify({ mcpServers: { [name]: entry } })).message
    .replace('Cannot use "/etc/agent/mcp.json": ', "");
}

Deno.test("parseMcpConfig() reads servers of every kind", () => {
  const { source, servers } = parseMcpConfig(
    JSON.stringify({
      mcpServers: {
        iot: { command: "iot", args: ["-v"], env: { A: "b" }, cwd: "data" },
        docs: { url: "https://example.com/mcp", timeout: 5000 },
        old: { type: "sse", url: "http://localhost/sse", headers: { a: "b" } },
        off: { command: "off", disabled: true },
        others: { command: "x", type: "stdio", whatever: "is kept by others" },
      },
    }),
    "/etc/agent/mcp.json",
  );
  assertEquals(source, "/etc/agent/mcp.json");
  assertEquals(Object.fromEntries(servers), {
    iot: {
      type: "stdio",
      command: "iot",
      args: ["-v"],
      env: { A: "b" },
      cwd: "/etc/agent/data",
      timeout: 60_000,
    },
    docs: {
      type: "http",
      url: "https://example.com/mcp",
      headers: {},
      timeout: 5000,
    },
    old: {
      type: "sse",
      url: "http://localhost/sse",
      headers: { a: "b" },
      timeout: 60_000,
    },
    others: {
      type: "stdio",
      command: "x",
      args: [],
      env: {},
      cwd: "/etc/agent",
      timeout: 60_000,
    },
  });
});

Deno.test("parseMcpConfig() names the line and the column of what is not JSON", () => {
  const places: Record<string, string> = {
    "": "1:1",
    "{": "1:2",
    "nope": "1:1",
    '{"mcpServers": {}}}': "1:19",
    '{\n  "mcpServers": {\n    "iot": {"command": "x",}\n  }\n}': "3:28",
    '{\n  "mcpServers": {\n    "iot": nope\n  }\n}': "3:12",
    '{"a": [1, 2, tru]}': "1:14",
    '{"a": "one\ntwo"}': "1:7",
    '{"a" 1}': "1:6",
    '{"a": 01}': "1:8",
    '\uFEFF{"a": }': "1:7",
  };
  for (const [text, place] of Object.entries(places)) {
    assertEquals(refusal(text).place, place, text);
  }
  assertEquals(
    refusal('{\n  "mcpServers": nope }').message,
    'Cannot use "/etc/agent/mcp.json": line 2, column 17 is not JSON: ' +
      'unexpected "n"',
  );
});

Deno.test("parseMcpConfig() names the place of what cannot be used", () => {
  assertEquals(refusal("[]").place, "mcpServers");
  assertEquals(refusal('{"servers": {}}').place, "mcpServers");
  assertEquals(refusal("null").place, "mcpServers");
  const messages: [unknown, string][] = [
    [{}, 'mcpServers.iot has neither "command" nor "url"'],
    [
      { command: "x", url: "http://x" },
      "mcpServers.iot has both command and url: keep the one that is meant",
    ],
    [{ url: "example.com" }, "mcpServers.iot.url is not an http or https URL"],
    [{ url: "ftp://x" }, "mcpServers.iot.url is not an http or https URL"],
    [
      { command: "x", type: "sse" },
      'mcpServers.iot has a command, and so cannot be of type "sse"',
    ],
    [
      { url: "http://x", type: "stdio" },
      'mcpServers.iot has a url, and so cannot be of type "stdio"',
    ],
    [
      { url: "http://x", headers: { "a b": "c" } },
      "mcpServers.iot.headers holds a name or a value that HTTP does not allow",
    ],
    [
      { command: "${HOST}", args: ["${NO_SUCH}"] },
      "mcpServers.iot.args.0 names NO_SUCH, which is not set",
    ],
  ];
  for (const [entry, message] of messages) {
    assertEquals(entryRefusal(entry), message);
  }
});

Deno.test("parseMcpConfig() names the place of a value of the wrong type", () => {
  const places: [unknown, string][] = [
    ["x", "mcpServers.iot"],
    [{ command: 7 }, "mcpServers.iot.command"],
    [{ command: "" }, "mcpServers.iot.command"],
    [{ command: "x", args: ["a", 1] }, "mcpServers.iot.args.1"],
    [{ command: "x", env: { A: 1 } }, "mcpServers.iot.env.A"],
    [{ command: "x", timeout: 0 }, "mcpServers.iot.timeout"],
    [{ command: "x", timeout: "1s" }, "mcpServers.iot.timeout"],
    [{ url: "http://x", type: "carrier" }, "mcpServers.iot.type"],
  ];
  for (const [entry, place] of places) {
    const text = JSON.stringify({ mcpServers: { iot: entry } });
    assertEquals(refusal(text).place, place);
  }
});

Deno.test("parseMcpConfig() refuses a server named local", () => {
  assertEquals(
    entryRefusal({ command: "x" }, "local"),
    'mcpServers.local is no name for a server: "local" stands for this ' +
      "process's tools",
  );
});

Deno.test("parseMcpConfig() puts in variables and their defaults", () => {
  const { servers } = parseMcpConfig(
    JSON.stringify({
      mcpServers: {
        docs: {
          url: "https://${HOST}/mcp/${PORT:-443}",
          headers: { a: "${EMPTY:-not used}|${NONE:-}|$HOST|${}" },
        },
      },
    }),
    "mcp.json",
    options,
  );
  const docs = servers.get("docs");
  assert(docs?.type === "http");
  assertEquals(docs.url, "https://example.com/mcp/443");
  assertEquals(docs.headers, { a: "||$HOST|${}" });
});

Deno.test("parseMcpConfig() keeps values of env and headers out of spans", () => {
  parseMcpConfig(
    JSON.stringify({
      mcpServers: {
        iot: { command: "x", env: { PIN: "marker-in-env" } },
        docs: {
          url: "http://x",
          headers: { authorization: "Bearer marker-in-header" },
        },
      },
    }),
    "mcp.json",
  );
  assertEquals(
    redactSecrets("marker-in-env, marker-in-header, Bearer of news"),
    "[redacted], [redacted], Bearer of news",
  );
});

Deno.test("loadMcpConfig() tells a file that is not there from one that cannot be read", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const missing = await assertRejects(
      () => loadMcpConfig(`${folder}/mcp.json`),
      McpConfigError,
    );
    assertEquals(
      missing.message,
      `Cannot use "${folder}/mcp.json": no such file`,
    );
    await assertRejects(() => loadMcpConfig(folder), McpConfigError);
    await Deno.writeTextFile(
      `${folder}/mcp.json`,
      '{"mcpServers": {"iot": {"command": "x"}}}',
    );
    const { servers } = await loadMcpConfig(`${folder}/mcp.json`);
    const iot = servers.get("iot");
    assert(iot?.type === "stdio");
    assertEquals(iot.cwd, folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test({
  name: "parseMcpConfig() takes a variable it may not read for one not set",
  permissions: { env: false },
  fn() {
    const text = '{"mcpServers": {"a": {"command": "${HOME:-none}"}}}';
    const { servers } = parseMcpConfig(text, "mcp.json");
    const server = servers.get("a");
    assert(server?.type === "stdio");
    assertEquals(server.command, "none");
    assertThrows(
      () => parseMcpConfig(text.replace(":-none", ""), "mcp.json"),
      McpConfigError,
      "mcpServers.a.command",
    );
  },
});
