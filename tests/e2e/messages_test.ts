import { assertEquals, assertNotEquals } from "@std/assert";
import type { Span } from "../../turns/source/span.ts";
import { runAgentCommand } from "./_agent_run.ts";
import { assertNested } from "./_assert_nested.ts";
import { e2eEnvironment, isStreaming, SPAN_SETS } from "./_environment.ts";
import { isChat, isModelCall, isRequest } from "./_nesting.ts";

const { proxies, runners } = e2eEnvironment();
const FIRST_CHUNK = "gen_ai.response.time_to_first_chunk";

for (const task of ["deep-agent", "claude-agent"] as const) {
  for (const set of SPAN_SETS) {
    Deno.test({
      name:
        `${task} has the proxy's spans under each /v1/messages, sub-agents' included (${set})`,
      ignore: !runners.includes(task),
      fn: async () => {
        const { baseUrl, apiKey } = proxies[set];
        const { code, result } = await runAgentCommand({
          task,
          set,
          modelId: "anthropic/demo-claude",
          env: { ANTHROPIC_BASE_URL: baseUrl, ANTHROPIC_API_KEY: apiKey },
        });

        assertEquals(code, 0);
        const spans = await assertNested(result.traceId);
        // The proxy's own address: the Claude CLI's requests go through a relay.
        const urls = spans.filter(isRequest)
          .map(({ attributes }) => attributes["url.full"]);
        assertEquals(new Set(urls), new Set([`${baseUrl}/v1/messages`]));
        // Each of them is of a turn: none is aside of the conversations.
        const chats = spans.filter(isChat);
        assertEquals(urls.length, chats.length);
        assertEquals(
          chats.map(({ attributes }) => ({
            stream: attributes["gen_ai.request.stream"] === true,
            firstChunk: typeof attributes[FIRST_CHUNK],
          })),
          chats.map(() =>
            isStreaming(task)
              ? { stream: true, firstChunk: "number" }
              : { stream: false, firstChunk: "undefined" }
          ),
        );
        assertSubAgents(spans);
      },
    });
  }
}

/** Asserts that each turn of each agent inside has the proxy's model call. */
function assertSubAgents(spans: readonly Span[]): void {
  const below = ({ spanId }: Span): Span[] =>
    spans.filter((span) => span.parentSpanId === spanId)
      .flatMap((child) => [child, ...below(child)]);
  const agents = spans.filter(({ name }) => name === "agent.invoke").map(below);
  assertNotEquals(agents, []);
  const turns = agents.map((inside) =>
    inside.filter(({ name }) => name === "agent.turn").length
  );
  assertEquals(turns.includes(0), false);
  assertEquals(
    agents.map((inside) => inside.filter(isModelCall).length),
    turns,
  );
}
