import { assert, assertEquals } from "@std/assert";
import { agentOf } from "./_agents.ts";
import { MODES, traced } from "./_traced.ts";
import { testEachVersion } from "./_versions.ts";

/** What endpoints answer with a successful status that is no reply. */
const NO_REPLIES: Readonly<Record<string, () => Response>> = {
  page: () =>
    new Response("<html>Log in</html>", {
      headers: { "content-type": "text/html" },
    }),
  other: () => Response.json({ hello: "world" }),
  error: () => Response.json({ error: { message: "no credits" } }),
  empty: () => new Response(""),
};

// What the SDK itself breaks at is a failure by that.
const SEEN = MODES.filter(({ responses, stream }) => stream || !responses);

for (const [what, reply] of Object.entries(NO_REPLIES)) {
  testEachVersion(`A chat fails by what is no reply: ${what}`, async (sdk) => {
    for (const mode of SEEN) {
      const { spans, error } = await traced({
        sdk,
        mode,
        handler: () => Promise.resolve(reply()),
        use: (run) => run(agentOf(sdk, "asker"), { maxTurns: 1 }),
      });
      assert(error !== undefined);
      const chats = spans.filter(({ name }) => name === "chat tested");
      assertEquals(
        chats.map(({ attributes }) => attributes["error.type"]),
        ["invalid_reply"],
        JSON.stringify(mode),
      );
    }
  });
}
