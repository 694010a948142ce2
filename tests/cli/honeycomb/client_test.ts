import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { nobodyListens } from "../../_helpers/nobody_listens.ts";
import { ApiError } from "../../../cli/honeycomb/api_error.ts";
import { type ApiRequest, Client } from "../../../cli/honeycomb/client.ts";
import { KEY, StandIn } from "./_stand_in.ts";
import type { Told } from "./_told.ts";

const AGAIN = "Run it again: what it made already is not made twice";

const PUT: ApiRequest = {
  what: 'update board "b"',
  method: "PUT",
  path: "/1/boards/b",
  body: {},
};

const waited: number[] = [];

function clientOf(
  api: string,
  more: { key?: string; timeoutMs?: number } = {},
) {
  waited.length = 0;
  return new Client({
    api,
    key: KEY,
    signal: new AbortController().signal,
    wait: (ms) => Promise.resolve(void waited.push(ms)),
    ...more,
  });
}

/** What is said of an answer, and how often it was asked for. */
async function said(told: Told, request = PUT) {
  await using honeycomb = new StandIn(() => told);
  const error = await assertRejects(
    () => clientOf(honeycomb.url).send(request),
    ApiError,
  );
  return { message: error.message, times: honeycomb.asked.length };
}

const problem = (detail: string) => ({
  error: "The provided input is invalid.",
  type_detail: [{ field: "name", code: "invalid", description: detail }],
});

Deno.test("send() names the thing and the way out of each refusal", async () => {
  const cases: readonly (readonly [Told, string, number])[] = [
    [
      { status: 401, body: { error: "unknown API key" } },
      "answered 401 (unknown API key). HONEYCOMB_API_KEY has to be a configuration key of this region; for a team in the EU add --api https://api.eu1.honeycomb.io",
      1,
    ],
    [
      { status: 403, body: { error: "no" } },
      'answered 403 (no). Give the key the permissions "Manage Queries and Columns", "Manage Public Boards" and, for --triggers, "Manage Triggers"',
      1,
    ],
    [
      { status: 404, body: { error: "Dataset not found" } },
      "answered 404 (Dataset not found). Is --api the right one, and --dataset, if you named one? An environment of Honeycomb Classic has no queries over all datasets",
      1,
    ],
    [
      { status: 409, body: { error: "exists" } },
      "answered 409 (exists). Something of that name is there, perhaps where the key cannot see it, such as a private board. Rename it or delete it",
      1,
    ],
    [
      { status: 422, body: problem("name: too long") },
      "answered 422 (The provided input is invalid.; name: too long). deploy/dashboards/honeycomb has what was sent; please report it",
      1,
    ],
    [
      { status: 302, headers: { location: "https://elsewhere.example" } },
      "answered 302. Is --api the right one?",
      1,
    ],
    [{ status: 503 }, `answered 503. ${AGAIN}`, 5],
    [{ status: 429 }, `answered 429. ${AGAIN}`, 5],
  ];
  for (const [told, rest, times] of cases) {
    const message = `Cannot update board "b": Honeycomb ${rest}`;
    assertEquals(await said(told), { message, times });
  }
});

Deno.test("send() makes nothing twice where a failure may have come too late", async () => {
  const post: ApiRequest = { ...PUT, method: "POST", path: "/1/boards" };
  const { times } = await said({ status: 500 }, post);
  assertEquals(times, 1);
});

Deno.test("send() waits as long as the rate limit says", async () => {
  const waits = async (headers: HeadersInit) => {
    await said({ status: 429, headers });
    return waited[0];
  };
  assertEquals(await waits({ "retry-after": "7" }), 7000);
  assertEquals(
    await waits({ ratelimit: "limit=100, remaining=0, reset=12" }),
    12_000,
  );
  assertEquals(await waits({}), 60_000);
  // A date that has passed, and one that nobody waits for.
  assertEquals(
    await waits({ "retry-after": "Fri, 22 Mar 2024 18:37:53 GMT" }),
    0,
  );
  assertEquals(await waits({ "retry-after": "86400" }), 90_000);
});

Deno.test("send() leaves its words whole when the key is a letter", async () => {
  await using honeycomb = new StandIn(() => ({ status: 401, body: {} }));
  const { message } = await assertRejects(
    () => clientOf(honeycomb.url, { key: "k" }).send(PUT),
    ApiError,
  );
  assertStringIncludes(message, "a configuration key of this region");
});

Deno.test("send() never says the key, and stays one line", async () => {
  const body = { error: `bad key ${KEY}\u001b[31m\nrun rm` };
  const { message } = await said({ status: 400, body });
  assertEquals(message.includes(KEY), false);
  assertEquals(["\n", "\u001b"].some((c) => message.includes(c)), false);
  assertEquals(message.includes("bad key …"), true);
});

Deno.test("send() says that nobody answers, and in time", async () => {
  using nobody = await nobodyListens();
  const api = nobody.url;
  const refused = await assertRejects(() => clientOf(api).send(PUT), ApiError);
  const [start, end] = [
    `Cannot update board "b": ${api}: it cannot be reached (`,
    `). ${AGAIN}`,
  ];
  assertEquals(refused.message.startsWith(start), true, refused.message);
  assertEquals(refused.message.endsWith(end), true, refused.message);

  const { promise, resolve } = Promise.withResolvers<undefined>();
  await using silent = new StandIn(() => promise);
  const late = await assertRejects(
    () => clientOf(silent.url, { timeoutMs: 20 }).send(PUT),
    ApiError,
  );
  resolve(undefined);
  assertEquals(
    late.message,
    `Cannot update board "b": ${silent.url}: no answer within 0.02 s. ${AGAIN}`,
  );
});

Deno.test("send() says so where what answers is not Honeycomb's API", async () => {
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    () => new Response("<html>"),
  );
  const api = `http://127.0.0.1:${server.addr.port}`;
  const error = await assertRejects(() => clientOf(api).send(PUT), ApiError);
  assertEquals(
    error.message,
    `Cannot update board "b": ${api} answered with no JSON. Is --api right?`,
  );
});
