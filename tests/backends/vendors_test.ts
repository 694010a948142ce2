import { assertEquals, assertMatch } from "@std/assert";
import { fileURLToPath } from "node:url";
import { AGENT_SPANS, runAgent } from "../tracing/_agent.ts";
import { startCollector } from "../tracing/_collector.ts";
import { decode } from "./_otlp_decode.ts";
import { answer, type Vendor, VENDORS } from "./_vendors.ts";

/**
 * The variables that a page says to set, with secrets and address in place. A
 * value with a space is none: a shell would take half of it.
 */
async function variables(
  { page, secrets }: Vendor,
  origin: string,
): Promise<Record<string, string>> {
  const folder = fileURLToPath(import.meta.resolve("../../docs/backends/"));
  const text = await Deno.readTextFile(`${folder}${page}`);
  const [, send = ""] = text.split("## Send\n");
  const [, block = ""] = /```sh(?: [^\n]*)?\n(.*?)```/s.exec(send) ?? [];
  const found = Object.fromEntries(
    [...block.matchAll(/^export (\w+)=(\S*)$/gm)].map(([, name, value]) => [
      name!,
      Object.entries(secrets).reduce(
        (given, [word, secret]) => given.replace(word, secret),
        value!,
      ),
    ]),
  );
  const { pathname } = new URL(found.OTEL_EXPORTER_OTLP_ENDPOINT ?? "");
  const endpoint = `${origin}${pathname === "/" ? "" : pathname}`;
  return { ...found, OTEL_EXPORTER_OTLP_ENDPOINT: endpoint };
}

for (const [name, vendor] of Object.entries(VENDORS)) {
  for (const protocol of ["http/json", "http/protobuf"] as const) {
    for (const compression of ["as the page says", "gzip", "none"]) {
      Deno.test(`${name} takes what its page sends: ${protocol}, compression ${compression}`, async () => {
        const statuses: number[] = [];
        await using receiver = startCollector((request) => {
          const response = answer(vendor, request);
          statuses.push(response.status);
          return response;
        });
        const env = {
          ...await variables(vendor, receiver.url),
          OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
          ...(compression.includes("page")
            ? {}
            : { OTEL_EXPORTER_OTLP_COMPRESSION: compression }),
        };

        const stderr = await runAgent(env);

        assertEquals({ stderr, statuses }, { stderr: "", statuses: [200] });
        const [{ headers, body } = fail()] = receiver.requests;
        assertEquals(sentAs(headers), {
          type: protocol.replace("http/", "application/")
            .replace("/protobuf", "/x-protobuf"),
          compression: env.OTEL_EXPORTER_OTLP_COMPRESSION ?? "none",
        });
        const spans = decode(headers.get("content-type")!, body);
        assertEquals(spans.map((span) => span.name).toSorted(), AGENT_SPANS);
      });
    }
  }
}

for (
  const [name, change, line] of [
    [
      "Honeycomb",
      { OTEL_EXPORTER_OTLP_HEADERS: "x-honeycomb-team=hcaik_wrong" },
      /it answered 401 Unauthorized \(\{"error":"unknown API key - check your credentials"\}\)$/,
    ],
    [
      "Grafana Cloud",
      { OTEL_EXPORTER_OTLP_HEADERS: "Authorization=Basic%20wrong" },
      /it answered 401 Unauthorized \(invalid credentials\)$/,
    ],
  ] as const
) {
  Deno.test(`${name} refuses a key: one line, and the same answer`, async () => {
    const vendor = VENDORS[name]!;
    await using receiver = startCollector((request) => answer(vendor, request));
    const env = await variables(vendor, receiver.url);

    const stderr = await runAgent({ ...env, ...change });

    const [said = "", ...more] = stderr.trimEnd().split("\n");
    assertEquals(more, []);
    assertMatch(said, /^turnspan: Cannot deliver 4 of 4 spans to "http:/);
    assertMatch(said, line);
  });
}

Deno.test("Tempo is sent too much at once: one line, and the same answer", async () => {
  const vendor = VENDORS.Tempo!;
  // As Tempo answers: by default it does not say when to ask again.
  const body = { code: 8, message: "RATE_LIMITED: batch size (10157 bytes)" };
  await using receiver = startCollector(() =>
    Response.json(body, { status: 429 })
  );

  const stderr = await runAgent(await variables(vendor, receiver.url), {
    flushTimeoutMs: 2_000,
  });

  assertMatch(
    stderr,
    /^turnspan: Cannot deliver 4 .*: it answered 429 .*RATE_LIMITED: .*\n$/,
  );
});

Deno.test("Grafana Cloud's endpoint without /otlp is a 404 that says so", async () => {
  const vendor = VENDORS["Grafana Cloud"]!;
  await using receiver = startCollector((request) => answer(vendor, request));
  const env = await variables(vendor, receiver.url);

  const stderr = await runAgent({
    ...env,
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
  });

  assertMatch(stderr, /^turnspan: Cannot deliver 4 .*: it answered 404 .*\n$/);
});

// The second one would be right, were it not for its scheme.
for (const header of ["Basic dGVzdA==", "Bearer MTIzOmdsY194", ""]) {
  Deno.test(`the receiver refuses what is documented to be refused: "${header}"`, () => {
    const request = {
      path: "/otlp/v1/traces",
      headers: new Headers({
        "content-type": "application/json",
        ...(header === "" ? {} : { authorization: header }),
      }),
      body: new Uint8Array(),
    };
    assertEquals(answer(VENDORS["Grafana Cloud"]!, request).status, 401);
  });
}

Deno.test("the receiver refuses other content types and encodings", () => {
  const status = (headers: Record<string, string>) =>
    answer(VENDORS.Tempo!, {
      path: "/v1/traces",
      headers: new Headers(headers),
      body: new Uint8Array(),
    }).status;

  const json = { "content-type": "application/json" };
  assertEquals(status(json), 200);
  assertEquals(status({}), 415);
  assertEquals(
    status({ "content-type": "application/json; charset=utf-8" }),
    415,
  );
  assertEquals(status({ ...json, "content-encoding": "br" }), 400);
});

function sentAs(headers: Headers) {
  return {
    type: headers.get("content-type"),
    compression: headers.get("content-encoding") ?? "none",
  };
}

function fail(): never {
  throw new Error("nothing was sent");
}
