import { assertEquals } from "@std/assert";
import type { Json } from "../../../tracing/base/json.ts";
import { counted, type CountedCall, told } from "./_counted_calls.ts";
import {
  type Conversation,
  CONVERSATIONS,
  everywhere,
  isSmall,
  marks,
  NEXT_BYTES,
  plainTexts,
  puts,
  type Renewal,
  renews,
  SMALL,
} from "./_renewing_clients.ts";

const ofType = (type: string) => (value: Json) => value.type === type;
const isTool = (value: Json) => "input_schema" in value || "function" in value;
const isDefined = (value: Json) => "parameters" in value;
const isCall = (value: Json) => "function" in value && "id" in value;
const isMessage = (value: Json) => "role" in value;
const OPENAI = { prompt_cache_breakpoint: { mode: "explicit" } };
const CACHE_POINT = { cachePoint: { type: "default" } };

const RENEWALS: Readonly<
  Record<keyof typeof CONVERSATIONS, Readonly<Record<string, Renewal>>>
> = {
  "chat completions": {
    "nothing": (body) => body,
    "the mark on a text": marks(ofType("text")),
    "OpenAI's mark on a text": marks(ofType("text"), OPENAI),
    "the mark on a call": marks(isCall),
    "the mark on a message": marks(isMessage),
    "the mark on a tool": marks(isTool),
    "the mark inside a tool": marks(isDefined),
    "a cache point beside texts": puts("content", CACHE_POINT),
    "a cache point beside tools": puts("tools", CACHE_POINT),
    "ids of calls": renews("id", "tool_call_id"),
    "blocks and plain texts": plainTexts,
  },
  messages: {
    "nothing": (body) => body,
    "the mark on a text": marks(ofType("text")),
    "the mark on a call": marks(ofType("tool_use")),
    "the mark on a result": marks(ofType("tool_result")),
    "the mark on a tool": marks(isTool),
    "a mark with a time": marks(ofType("tool_use"), {
      cache_control: { type: "ephemeral", ttl: "1h" },
    }),
    "a cache point beside texts": puts("content", CACHE_POINT),
    "a cache point beside tools": puts("tools", CACHE_POINT),
    "a cache point beside system texts": puts("system", CACHE_POINT),
    "ids of calls": renews("id", "tool_use_id"),
    "its billing line": (body, step) => ({
      ...body,
      system: [
        { type: "text", text: `x-anthropic-billing-header: cch=${step}%;` },
        { type: "text", text: "be brief" },
      ],
    }),
    "blocks and plain texts": plainTexts,
  },
  responses: {
    "nothing": (body) => body,
    "OpenAI's mark on a text": marks(ofType("input_text"), OPENAI),
    "the mark on a text": marks(ofType("input_text")),
    "the mark on a tool": marks(isDefined),
    "ids of items": renews("id"),
    "states of items": renews("status"),
    "ids of calls": renews("call_id"),
    "blocks and plain texts": plainTexts,
  },
};

const OTHER = { ...SMALL, cache_control: "c" };

/** Content that is called as marks and ids are. */
const CHANGES: Readonly<Record<string, (value: Json) => Json>> = {
  "tools:local": (value) =>
    "properties" in value
      ? { ...value, properties: { id: {}, cache_control: { type: "x" } } }
      : value,
  "assistant": (value) => {
    if (isSmall(value)) return OTHER;
    return value.arguments === JSON.stringify(SMALL)
      ? { ...value, arguments: JSON.stringify(OTHER) }
      : value;
  },
};

/** Three model calls, each of a client that renews something. */
function calls(of: Conversation, renewal: Renewal): CountedCall[] {
  const tool = (id: string) => [["iot", "latest", id]] as const;
  const body = (step: number) => renewal(of(step), step);
  return [
    { body: body(1), tokens: [500, 9_000], tools: tool("c-1") },
    { body: body(2), tokens: [9_600, 40], tools: tool("c-2") },
    { body: body(3), tokens: [10_340, 5] },
  ];
}

for (const [format, renewals] of Object.entries(RENEWALS)) {
  const of: Conversation = CONVERSATIONS[format as keyof typeof CONVERSATIONS];
  for (const [what, renewal] of Object.entries(renewals)) {
    Deno.test(`Turn grew by its new result alone when a client of ${format} renews ${what}`, async () => {
      const { turns: [, second, third], run } = await counted(
        calls(of, renewal),
      );
      const plain = await counted(calls(of, (body) => renewal(body, 0)));

      assertEquals(told(third), {
        ...told(plain.turns[2]),
        grew_by: "iot/latest",
        grew_by_bytes: NEXT_BYTES,
        grew_by_tokens: 700,
        tokens_basis: "measured",
        "cache.expected_tokens": 9_600,
      });
      assertEquals(second?.["turn.cache.expected_tokens"], 500);
      assertEquals(second?.["turn.cache.broken_by"], undefined);
      assertEquals(second?.["turn.prompt.grew_by"], "assistant");
      assertEquals(second?.["turn.prompt.grew_by_tokens"], 9_000);
      for (const list of ["sources", "source_tokens"]) {
        const name = `agent.prompt.${list}`;
        assertEquals(run[name], plain.run[name]);
      }
    });
  }

  Deno.test(`Turn grew by what a schema or a call of ${format} says of an id or a mark`, async () => {
    for (const [source, change] of Object.entries(CHANGES)) {
      const { turns } = await counted([
        { body: of(3), tokens: [10_340, 5] },
        { body: everywhere(of(3), change), tokens: [10_340, 5] },
      ]);
      assertEquals(turns[1]?.["turn.prompt.grew_by"], source);
      assertEquals(turns[1]?.["turn.cache.broken_by"], source);
    }
  });
}
