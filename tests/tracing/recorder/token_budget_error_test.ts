import { assertEquals } from "@std/assert";
import { TokenBudgetError } from "../../../tracing/recorder/token_budget_error.ts";

/** The message of a run that sent 1,000 tokens, of which these are. */
function message(
  sources: Readonly<Record<string, number>>,
  more: Partial<ConstructorParameters<typeof TokenBudgetError>[0]> = {},
): string {
  const error = new TokenBudgetError({
    limit: "inputTokens",
    allowed: 900,
    tokens: 1000,
    calls: 7,
    sources: Object.entries(sources).map(([source, tokens]) => ({
      source,
      tokens,
    })),
    ...more,
  });
  assertEquals(error.name, "TokenBudgetError");
  return error.message;
}

const SENT = "Cannot go on past 900 input tokens: 1000 were sent in 7 calls";

Deno.test("TokenBudgetError() names what the tokens are of, and what to cut", () => {
  assertEquals(
    message({ "iot/history": 800, "tools:iot": 120, user: 60, assistant: 20 }),
    `${SENT}, 800 of them iot/history, 120 tools:iot; raise budget.inputTokens, or cut what iot/history returns`,
  );
});

Deno.test("TokenBudgetError() says of each source what can be done about it", () => {
  const cases = {
    "tools:iot": "offer fewer tools of iot",
    "tools:local": "offer fewer tools",
    instructions: "shorten the instructions",
    output_schema: "shorten the reply's schema",
    user: "shorten what the user says",
    assistant: "send back less of what the model said",
    reasoning: "send back less of the model's reasoning",
    "local/search": "cut what local/search returns",
    constructor: "cut what constructor returns",
  };
  for (const [source, advice] of Object.entries(cases)) {
    assertEquals(
      message({ [source]: 1000 }),
      `${SENT}, 1000 of them ${source}; raise budget.inputTokens, or ${advice}`,
    );
  }
});

Deno.test("TokenBudgetError() gives no advice on what nobody can cut", () => {
  assertEquals(
    message({ unknown: 1000 }),
    `${SENT}; raise budget.inputTokens`,
  );
  assertEquals(
    message({ vendor: 600, user: 400 }),
    `${SENT}, 600 of them vendor, 400 user; raise budget.inputTokens, or shorten what the user says`,
  );
  assertEquals(message({}), `${SENT}; raise budget.inputTokens`);
});

Deno.test("TokenBudgetError() tells one prompt from a whole run, and one call from more", () => {
  assertEquals(
    message({ "iot/history": 950 }, { limit: "promptTokens" }),
    "Cannot go on past a prompt of 900 tokens: the largest had 1000, 950 of them iot/history; raise budget.promptTokens, or cut what iot/history returns",
  );
  assertEquals(
    message({}, { calls: 1 }),
    "Cannot go on past 900 input tokens: 1000 were sent in 1 call; raise budget.inputTokens",
  );
});
