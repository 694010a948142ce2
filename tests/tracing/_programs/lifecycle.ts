// deno-lint-ignore-file no-console
/** Turns tracing on and off, and prints what that did to the process. */
import { getTracer, initTracing } from "@turnspan/turnspan";
import { registered } from "../../../tracing/base/registry.ts";

const original = globalThis.fetch;
const look = () => ({
  registered: Object.keys(registered()).filter((name) => name !== "version")
    .sort(),
  fetch: globalThis.fetch === original ? "original" : "ours",
});

const [first, other] = await Promise.all([
  initTracing("first"),
  initTracing("other"),
]);
const again = await initTracing("first") === first;
const on = look();
getTracer().startSpan("span").end();
const ending = first.shutdown();
// While one ends, the next waits for it.
const [second] = await Promise.all([initTracing("second"), ending]);
getTracer("second", "1.0.0").startSpan("span").end();
await second.shutdown();
const off = look();

// Somebody wraps our fetch: it is theirs to take away.
const third = await initTracing("third");
const ours = globalThis.fetch;
const theirs: typeof fetch = (input, init) => ours(input, init);
globalThis.fetch = theirs;
await third.shutdown();
const wrapped = globalThis.fetch === theirs ? "theirs" : "lost";
globalThis.fetch = original;

const fourth = await initTracing("fourth", { fetch: false });
const fetchOff = look().fetch;
await fourth.shutdown();
await fourth.shutdown();
await fourth.flush();

console.log(JSON.stringify({
  together: first === other,
  again,
  enabled: [first.enabled, second.enabled],
  another: second !== first,
  on,
  off,
  wrapped,
  fetchOff,
  ended: true,
}));
