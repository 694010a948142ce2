import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { type Span, text } from "../../turns/source/span.ts";
import { runAgentCommand } from "./_agent_run.ts";
import { assertNested } from "./_assert_nested.ts";
import { e2eEnvironment, isStreaming, SPAN_SETS } from "./_environment.ts";
import { isChat, isModelCall } from "./_nesting.ts";

const { runners } = e2eEnvironment();

for (const task of runners) {
  for (const set of SPAN_SETS) {
    // The newer set has no session of a request to /v1/messages.
    const unsaid = set === "v2" && isStreaming(task);

    Deno.test(
      `${task} has the conversation on its spans${
        unsaid ? "" : " and on the proxy's, as its session"
      } (${set})`,
      async () => {
        const id = `conversation of ${task} ${set}`;
        const { code, result } = await runAgentCommand({
          task,
          set,
          flags: ["--conversation-id", id],
        });

        assertEquals(code, 0);
        const spans = await assertNested(result.traceId);
        const own = spans.filter(isAgents);
        assertEquals(new Set(own.map(conversation)), new Set([id]));
        const calls = spans.filter(isModelCall);
        assertNotEquals(calls, []);
        for (const { attributes } of calls) {
          assertEquals(attributes["litellm.metadata.session_id"] ?? id, id);
          if (unsaid) continue;
          // The older set has the headers of a request, as Python writes them.
          const said = set === "v2"
            ? attributes["litellm.metadata.session_id"]
            : attributes["metadata.requester_custom_headers"];
          assert(`${said}`.includes(id), `${said}`);
        }
      },
    );
  }
}

/** Whether it is one of the agent's own spans, but for requests. */
function isAgents(span: Span): boolean {
  return isChat(span) || /^(?:agent\.|tool\.call|tools\/list)/.test(span.name);
}

function conversation(span: Span): string | undefined {
  return text(span, "gen_ai.conversation.id");
}
