import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import {
  SUPPORTED_OPENAI_AGENTS,
  traceRunner,
} from "@turnspan/turnspan/openai-agents";
import importMap from "../../../import_map.json" with { type: "json" };

Deno.test("traceRunner() says which class it needs", () => {
  class NoHooks {
    run() {}
  }
  const { message } = assertThrows(
    () => traceRunner(NoHooks as never),
    TypeError,
  );
  assertEquals(
    message,
    `Cannot trace this class: it has no on(). Pass the Runner of @openai/agents ${SUPPORTED_OPENAI_AGENTS}: import { Runner } from "@openai/agents"`,
  );
});

Deno.test("traceRunner() takes nothing that is no class", () => {
  for (const wrong of [undefined, null, {}, () => {}]) {
    const { message } = assertThrows(
      () => traceRunner(wrong as never),
      TypeError,
    );
    assertStringIncludes(message, "it has no run() and no on()");
  }
});

Deno.test("The range that is stated is the one that is tested", () => {
  const { imports } = importMap;
  const [, oldest] = imports["@openai/agents-oldest"].split("agents@");
  const [, newest = ""] = imports["@openai/agents"].split("agents@");
  const [major, minor] = newest.split(".").map(Number);
  assertEquals(
    SUPPORTED_OPENAI_AGENTS,
    `>=${oldest} <${major}.${Number(minor) + 1}.0`,
  );
});
