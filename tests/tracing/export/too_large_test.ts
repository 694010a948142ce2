import { assert, assertEquals, assertMatch } from "@std/assert";
import {
  type CollectedRequest,
  type Collector,
  decodeJson,
  spansOf,
  startCollector,
} from "../_collector.ts";
import { runProgram } from "../_program.ts";
import { textsAt } from "../_protobuf.ts";

const SIZE = 2_000_000;
const LIMIT = 1_000_000;
const JSON_PROTOCOL = { OTEL_EXPORTER_OTLP_PROTOCOL: "http/json" };

const tooLarge = () =>
  new Response("too much", { status: 413, statusText: "Too Large" });

/** Runs a program with 60 spans, and gets what it said and what arrived. */
async function run(
  collector: Collector,
  large: readonly number[],
  env: Record<string, string> = JSON_PROTOCOL,
  flushTimeoutMs = 20_000,
): Promise<string> {
  const { code, stdout, stderr } = await runProgram("large_spans", {
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, ...env },
    input: { size: SIZE, large, flushTimeoutMs },
  });
  assertEquals({ code, stdout }, { code: 0, stdout: "the answer\n" });
  return stderr;
}

/** The line about spans that could not be delivered. */
function line({ url }: Collector, lost: number, answer: string): string {
  return `turnspan: Cannot deliver ${lost} of 60 spans to ` +
    `"${url}/v1/traces": it answered ${answer}\n`;
}

const ALONE = "to a span alone, raise its limit or set " +
  "OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT";

/** The names of all spans but those. */
function without(...lost: readonly number[]): string[] {
  return Array.from({ length: 60 }, (_, n) => n)
    .filter((n) => !lost.includes(n)).map((n) => `span ${n}`).toSorted();
}

/** The spans of the requests that were small enough. */
function arrived({ requests }: Collector): string[] {
  return requests.filter(({ body }) => body.length <= LIMIT)
    .flatMap(({ body }) => spansOf(decodeJson(body)))
    .map(({ name }) => name).toSorted();
}

const bySize = ({ body }: CollectedRequest) =>
  body.length > LIMIT ? tooLarge() : Response.json({});

Deno.test("OtlpExporter halves what is too large until it is alone", async () => {
  for (const large of [[0], [17], [59], [3, 4, 40]]) {
    await using collector = startCollector(bySize);
    const stderr = await run(collector, large);
    const answer = `413 Payload Too Large ${ALONE} (too much)`;
    assertEquals(stderr, line(collector, large.length, answer));
    assertEquals(arrived(collector), without(...large));
  }
});

Deno.test("OtlpExporter sends in parts what is too large together", async () => {
  await using collector = startCollector(({ body }) =>
    body.length > 3 * SIZE / 2 ? tooLarge() : Response.json({})
  );
  assertEquals(await run(collector, [1, 2, 3, 50]), "");
  const sizes = collector.requests.map(({ body }) => body.length);
  assertEquals(
    sizes.filter((size) => size > SIZE && size < 1.5 * SIZE).length,
    4,
  );
});

Deno.test("OtlpExporter halves a batch in protobuf, and compressed", async () => {
  await using collector = startCollector(bySize);
  const stderr = await run(collector, [17], {
    OTEL_EXPORTER_OTLP_PROTOCOL: "http/protobuf",
    OTEL_EXPORTER_OTLP_COMPRESSION: "gzip",
  });
  const answer = `413 Payload Too Large ${ALONE} (too much)`;
  assertEquals(stderr, line(collector, 1, answer));
  const names = collector.requests.filter(({ body }) => body.length <= LIMIT)
    .flatMap(({ body }) => textsAt(body, [1, 2, 2, 5]));
  assertEquals(names.toSorted(), without(17));
});

Deno.test("OtlpExporter halves what the Collector says is too large", async () => {
  await using collector = startCollector(({ body }) =>
    body.length > LIMIT
      ? Response.json({ code: 3, message: "http: request body too large" }, {
        status: 400,
      })
      : Response.json({})
  );
  const stderr = await run(collector, [17]);
  const answer = `400 Bad Request ${ALONE} ` +
    '({"code":3,"message":"http: request body too large"})';
  assertEquals(stderr, line(collector, 1, answer));
  assertEquals(arrived(collector), without(17));
});

Deno.test("OtlpExporter halves no batch that is refused for another reason", async () => {
  for (const status of [400, 401, 500]) {
    await using collector = startCollector(() => new Response("", { status }));
    const stderr = await run(collector, []);
    assert(stderr.includes(`Cannot deliver 60 of 60 spans`), stderr);
    assertEquals(collector.requests.length, 1);
  }
});

Deno.test("OtlpExporter asks again for a half that has to wait", async () => {
  let waited = 0;
  const headers = { "retry-after": "0" };
  await using collector = startCollector((request) => {
    const names = spansOf(decodeJson(request.body)).map(({ name }) => name);
    if (names.includes("span 59") && names.length < 60 && waited++ === 0) {
      return new Response("", { status: 503, headers });
    }
    return bySize(request);
  });
  const stderr = await run(collector, [0]);
  const answer = `413 Payload Too Large ${ALONE} (too much)`;
  assertEquals(stderr, line(collector, 1, answer));
  assertEquals(waited, 2);
  assertEquals([...new Set(arrived(collector))], without(0));
});

Deno.test("OtlpExporter halves no longer than the flush may take", async () => {
  const hang = Promise.withResolvers<Response>();
  await using collector = startCollector(({ body }) =>
    body.length > LIMIT ? tooLarge() : hang.promise
  );
  const stderr = await run(collector, [0], JSON_PROTOCOL, 1_500);
  assertEquals(
    stderr,
    `turnspan: Cannot deliver 60 of 60 spans to "${collector.url}/v1/traces": ` +
      "gave up after 1500 ms without an answer\n",
  );
});

Deno.test("OtlpExporter asks for a half no longer than for the whole", async () => {
  const headers = { "retry-after": "3" };
  await using collector = startCollector(async ({ body }) => {
    const { length } = spansOf(decodeJson(body));
    if (length === 1) return new Response("", { status: 503, headers });
    // Less is left of what the batch may take than a half has to wait.
    await new Promise((slowly) => setTimeout(slowly, 2_500));
    return tooLarge();
  });
  const { code, stderr } = await runProgram("large_spans", {
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, ...JSON_PROTOCOL },
    input: { size: SIZE, count: 2, large: [0], flushTimeoutMs: 4_000 },
    // Such a wait would keep the program beyond its deadline.
    killAfterMs: 5_000,
  });
  assertEquals(code, 0);
  assert(stderr.includes("Cannot deliver 2 of 2 spans"), stderr);
  assert(stderr.includes("503 Service Unavailable"), stderr);
  // The two together, and each.
  assertEquals(collector.requests.length, 3);
});

Deno.test("OtlpExporter halves for a collector that closes before it has read all", async () => {
  await using collector = hastyCollector();
  const { code, stderr } = await runProgram("large_spans", {
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, ...JSON_PROTOCOL },
    input: { size: 4 * SIZE, large: [17], flushTimeoutMs: 20_000 },
  });
  assertEquals(code, 0);
  // The one that is alone may never get to read the answer.
  assertMatch(
    stderr,
    /^turnspan: Cannot deliver 1 of 60 spans to .*: (it answered 413 Too Large to a span alone, .*|write EPIPE)\n$/,
  );
});

/** Answers as soon as it has read too much, and closes. */
function hastyCollector(): AsyncDisposable & { readonly url: string } {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const answer = async (connection: Deno.Conn) => {
    const buffer = new Uint8Array(65_536);
    let size = 0;
    let end = "";
    while (size < LIMIT && !end.endsWith("\r\n0\r\n\r\n")) {
      const read = await connection.read(buffer);
      if (read === null) break;
      size += read;
      end = new TextDecoder().decode(buffer.subarray(0, read));
    }
    const status = size < LIMIT ? "200 OK" : "413 Too Large";
    const head = `HTTP/1.1 ${status}\r\ncontent-length: 0\r\n` +
      "connection: close\r\n\r\n";
    await connection.write(new TextEncoder().encode(head));
    connection.close();
  };
  const answered: Promise<void>[] = [];
  const accepting = (async () => {
    for await (const connection of listener) answered.push(answer(connection));
  })();
  return {
    url: `http://127.0.0.1:${(listener.addr as Deno.NetAddr).port}`,
    [Symbol.asyncDispose]: async () => {
      listener.close();
      await accepting;
      await Promise.allSettled(answered);
    },
  };
}
