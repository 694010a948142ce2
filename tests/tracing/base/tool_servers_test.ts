import { assertEquals } from "@std/assert";
import {
  rememberCliServer,
  rememberServer,
  serverOf,
} from "../../../tracing/base/tool_servers.ts";

const HISTORY =
  "Lists the readings of a unit, the newest first.\n  Up to 500 " +
  "of them, with their units of measurement and the sensor that gave them.";

const OTHERS = "Those of the plant and of the fleet.";

/** Remembers tools of names of their own, which no other test has. */
function remembered(test: string, ...tools: [string, string, string?][]) {
  for (const [server, name, description] of tools) {
    rememberServer({ name: `${test}_${name}`, description }, server);
  }
  return (name: string, description?: string) =>
    serverOf({ name: `${test}_${name}`, description });
}

Deno.test("serverOf() tells servers apart that have a tool of one name", () => {
  const of = remembered(
    "apart",
    ["iot", "history", HISTORY],
    ["orders", "history", "Lists the orders of a unit"],
    ["iot", "plain"],
    ["orders", "latest", HISTORY],
  );

  assertEquals(of("history", HISTORY), "iot");
  assertEquals(of("history", "Lists the orders of a unit"), "orders");
  assertEquals(of("plain"), "iot");
  assertEquals(of("plain", ""), "iot");
  assertEquals(of("latest", HISTORY), "orders");
});

Deno.test("serverOf() knows no server of a local tool beside", () => {
  const of = remembered("local", ["iot", "add", "Adds"], ["iot", "sum"]);

  assertEquals(of("other", HISTORY), "local");
  assertEquals(of("add", "Adds two numbers that are given as texts"), "local");
  assertEquals(of("add"), "local");
  assertEquals(of("sum", "Adds two numbers that are given as texts"), "local");
});

Deno.test("serverOf() names no server where two have the same definition", () => {
  const of = remembered(
    "same",
    ["iot", "history", OTHERS],
    ["iot", "history", HISTORY],
    ["orders", "history", HISTORY],
    // Not even the one that is told again.
    ["iot", "history", HISTORY],
  );

  assertEquals(of("history", HISTORY), "local");
  assertEquals(of("history", `[plant] ${HISTORY}`), "local");
  // Nor one of which only a part is another's.
  assertEquals(of("history", `${OTHERS} ${HISTORY}`), "local");
});

Deno.test("serverOf() takes a description that is no text for none", () => {
  for (const description of [null, 5, {}]) {
    const tool = { name: "no_text", description: description as never };
    rememberServer(tool, "iot");
    assertEquals(serverOf(tool), "iot");
  }
});

Deno.test("serverOf() knows a description that a framework has changed", () => {
  const of = remembered("changed", ["iot", "history", HISTORY]);

  for (
    const text of [
      ` ${HISTORY}\n`,
      HISTORY.replaceAll(/\s+/g, " "),
      HISTORY.slice(0, 110),
      HISTORY.slice(0, 60),
      `${HISTORY.slice(0, 60)}…`,
      `${HISTORY.slice(0, 60)}...`,
      `[iot] ${HISTORY}`,
      `${HISTORY}\nServer: iot`,
    ]
  ) assertEquals(of("history", text), "iot");
  assertEquals(of("history", "Lists the"), "local");
  assertEquals(of("history", "Something else that is as long"), "local");
});

Deno.test("serverOf() takes the Claude CLI's word for servers that nobody told of", () => {
  assertEquals(serverOf({ name: "mcp__my-server__list" }), "my-server");
  assertEquals(serverOf({ name: "mcp__list" }), "local");
});

Deno.test("serverOf() knows servers whose names the Claude CLI changes", () => {
  for (const server of ["my server", "a__b", "a__b__c", "größe/2"]) {
    rememberCliServer(server, server);
  }
  rememberCliServer("tools", "iot");
  const names = {
    "mcp__my_server__list": "my server",
    "mcp__a__b__list": "a__b",
    "mcp__a__b__c__list": "a__b__c",
    "mcp__gr__e_2__list": "größe/2",
    "mcp__tools__list": "iot",
  };
  for (const [name, server] of Object.entries(names)) {
    assertEquals(serverOf({ name }), server);
  }
  // The CLI calls both the same.
  rememberCliServer("my/server", "my/server");
  assertEquals(serverOf({ name: "mcp__my_server__list" }), "local");
});
