/**
 * What is held while a reply is awaited, which a model may take a minute for: a
 * request holds a whole conversation.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { tracedFetch } from "../../../tracing/http/fetch.ts";
import { isLeft } from "../../_helpers/is_left.ts";
import { Recording, standIn, Watcher } from "./_fetch_setup.ts";

Deno.test("tracedFetch() lets go of a request that waits for its reply", async () => {
  using recording = new Recording();
  const { promise, resolve } = Promise.withResolvers<Response>();
  using _ = standIn(() => promise);

  const [init, reply] = recording.inScope(new Watcher(), () => {
    const init = { method: "POST", body: "{}" };
    return [new WeakRef(init), tracedFetch("http://127.0.0.1/", init)] as const;
  });

  assertEquals(await isLeft(init), false);
  resolve(new Response("late"));
  assertEquals(await (await reply).text(), "late");
});
