import { assertEquals } from "@std/assert";
import { queried, turn } from "./_queried.ts";

const STREAM = { headers: { "content-type": "text/event-stream" } };

/** What endpoints answer with a successful status that is no message. */
const NO_REPLIES: Readonly<Record<string, () => Response>> = {
  "a page": () => new Response("<html>Log in</html>"),
  "an error": () => Response.json({ error: { message: "no credits" } }),
  "a chat completion": () => Response.json({ choices: [{ message: {} }] }),
  null: () => Response.json(null),
  nothing: () => new Response(""),
  "no content": () => new Response(null, { status: 204 }),
  "half of a message": () => new Response('{"type":"message","content":['),
  "a stream of nothing": () => new Response("", STREAM),
  "a page in a stream": () => new Response("<html>Log in</html>", STREAM),
  "an error in a stream": () =>
    new Response('data: {"error":{"message":"no credits"}}\n\n', STREAM),
};

for (const [what, reply] of Object.entries(NO_REPLIES)) {
  Deno.test(`a query's chat fails by what is no reply: ${what}`, async () => {
    const passed: string[] = [];
    const { tree, thrown } = await queried(async (cli) => {
      // As the CLI does: once more without a stream.
      for (const stream of [true, false]) {
        passed.push((await cli.ask(turn({ stream }))).text);
      }
      cli.result("API Error", { is_error: true });
      throw new Error("exit code 1");
    }, { handler: () => Promise.resolve(reply()) });
    const text = await reply().text();
    assertEquals(passed, [text, text]);
    assertEquals(thrown instanceof Error, true);
    assertEquals(
      tree,
      `agent.run invalid_reply
  agent.turn invalid_reply
    chat tested invalid_reply
      POST
      POST`,
    );
  });
}
