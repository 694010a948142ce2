import { assertEquals, assertThrows } from "@std/assert";
import {
  contractAllows,
  contractKind,
} from "../../../scripts/dashboards/contract.ts";

Deno.test("contractKind() has the types of the page of the spans", () => {
  assertEquals(contractKind("turn.index", ["agent.turn", "chat"]), "int");
  assertEquals(contractKind("agent.prompt.sources", ["agent.run"]), "string[]");
  assertEquals(contractKind("litellm.cost.total", ["chat"]), "double");
  assertEquals(contractKind("turn.prompt.partial", ["agent.turn"]), "boolean");
  assertEquals(contractKind("error.type", ["tool.call"]), "string");
  assertEquals(
    contractKind("gen_ai.operation.name", ["agent.run", "chat"]),
    "string",
  );
});

Deno.test("contractKind() throws where a kind of span lacks the attribute", () => {
  assertThrows(
    () => contractKind("agent.runner", ["agent.turn", "chat"]),
    TypeError,
    'Cannot use "agent.runner": the contract does not have it on chat',
  );
  assertThrows(() => contractKind("constructor", ["chat"]), TypeError);
  assertThrows(() => contractKind("turn.index", []), TypeError);
});

Deno.test("contractAllows() knows the values that there can be", () => {
  const turn = ["agent.turn"] as const;
  assertEquals(contractAllows("turn.phase", turn, "plan"), true);
  assertEquals(contractAllows("turn.phase", turn, "ponder"), false);
  assertEquals(contractAllows("turn.index", turn, "1"), false);
  assertEquals(contractAllows("error.type", turn, "429"), true);
});
