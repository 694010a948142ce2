import { assertEquals } from "@std/assert";
import { RequestBody } from "../../../adapters/claude_agent/_request_body.ts";

function body(value: unknown): RequestBody {
  return new RequestBody(new TextEncoder().encode(JSON.stringify(value)));
}

Deno.test("RequestBody tells the members that it is asked for", () => {
  const tools = [{ name: "Bash" }];
  const request = body({ model: "é", messages: [], tools });
  assertEquals(request.member("model"), "é");
  assertEquals(request.memberLater("tools")(), tools);
  assertEquals(request.member("system"), undefined);
  assertEquals(request.memberLater("system")(), undefined);
});

Deno.test("RequestBody tells the first message and the user's last", () => {
  const said = (role: string, content: string) => ({ role, content });
  const first = said("user", "[1]");
  const asked = said("user", "2");
  const { messageCount, firstMessage, lastOfUser } = body({
    messages: [first, said("assistant", "a"), asked, said("assistant", "b")],
  });
  assertEquals({ messageCount, firstMessage, lastOfUser }, {
    messageCount: 4,
    firstMessage: first,
    lastOfUser: asked,
  });
});

Deno.test("RequestBody has nothing where there is nothing", () => {
  for (const value of [{}, [], "text", { messages: {} }, { messages: [] }]) {
    const { messageCount, firstMessage, lastOfUser } = body(value);
    assertEquals([messageCount, firstMessage, lastOfUser], [0, {}, {}]);
  }
  const none = new RequestBody(new Uint8Array());
  assertEquals([none.messageCount, none.member("model")], [0, undefined]);
  // What stands among the messages may be anything.
  assertEquals(body({ messages: [1, null, "user"] }).lastOfUser, {});
});
