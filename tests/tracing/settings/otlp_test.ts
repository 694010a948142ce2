import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { fileURLToPath } from "node:url";
import { readBadSettings, readSettings } from "./_settings.ts";

const ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";
const TRACES_ENDPOINT = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";
const here = { [ENDPOINT]: "http://127.0.0.1:9" };

Deno.test("readOtlp() has the specification's defaults", async () => {
  const { json } = await readSettings({ OTEL_TRACES_EXPORTER: "otlp" });
  assertEquals(json.otlp, {
    url: "http://localhost:4318/v1/traces",
    protocol: "http/json",
    headers: {},
    timeoutMs: 10_000,
    gzip: false,
    tls: {},
  });
});

Deno.test("readOtlp() adds the path of traces to the general endpoint", async () => {
  for (
    const base of ["http://a.test:1", "http://a.test:1/x", "http://a.test:1/x/"]
  ) {
    const { json } = await readSettings({ [ENDPOINT]: base });
    const path = base.includes("x") ? "/x/v1/traces" : "/v1/traces";
    assertEquals(json.otlp?.url, `http://a.test:1${path}`);
  }
});

Deno.test("readOtlp() takes the endpoint of traces as it is, and first", async () => {
  const { json, stderr } = await readSettings({
    [ENDPOINT]: "malformed, but not used",
    [TRACES_ENDPOINT]: "https://a.test/custom?team=1",
  });
  assertEquals(json.otlp?.url, "https://a.test/custom?team=1");
  assertEquals(stderr, "");
});

Deno.test("readOtlp() leaves OTLP out when the URL is malformed", async () => {
  for (
    const bad of ["localhost:4318", "not a url", "ftp://a.test", "://", "/v1"]
  ) {
    const json = await readBadSettings(
      { [ENDPOINT]: bad },
      `${ENDPOINT}="${bad}": it is not a URL such as http://localhost:4318`,
    );
    assertEquals(json.otlp, undefined);
  }
});

Deno.test("readOtlp() says no password of a malformed URL", async () => {
  const { stderr } = await readSettings({
    [ENDPOINT]: "htp://user:marker-password@a.test/?key=marker-query",
  });
  assertStringIncludes(stderr, `Cannot use ${ENDPOINT}="htp://a.test/"`);
  assertEquals(stderr.includes("marker"), false);
});

Deno.test("readOtlp() needs the permission to reach the endpoint", async () => {
  const json = await readBadSettings(
    { [ENDPOINT]: "http://127.0.0.1:4999" },
    `${ENDPOINT}="http://127.0.0.1:4999": it needs --allow-net=127.0.0.1:4999`,
    { flags: ["--allow-env", "--allow-net=127.0.0.1:5000"] },
  );
  assertEquals(json.otlp, undefined);
});

Deno.test("readOtlp() reads the protocol", async () => {
  const { json } = await readSettings({
    ...here,
    OTEL_EXPORTER_OTLP_PROTOCOL: "grpc",
    OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: "http/protobuf",
  });
  assertEquals(json.otlp?.protocol, "http/protobuf");
});

Deno.test("readOtlp() leaves OTLP out when the protocol is grpc", async () => {
  const { json, stderr } = await readSettings({
    ...here,
    OTEL_EXPORTER_OTLP_PROTOCOL: "grpc",
  });
  assertEquals(json.otlp, undefined);
  assertEquals(
    stderr,
    'turnspan: Cannot use OTEL_EXPORTER_OTLP_PROTOCOL="grpc": no spans are ' +
      "sent; set it to http/json or http/protobuf, and the endpoint to the " +
      "collector's HTTP port (usually 4318)\n",
  );
});

Deno.test("readOtlp() ignores a protocol that nobody knows", async () => {
  const json = await readBadSettings(
    { ...here, OTEL_EXPORTER_OTLP_PROTOCOL: "carrier-pigeon" },
    'OTEL_EXPORTER_OTLP_PROTOCOL="carrier-pigeon": only http/json and ' +
      "http/protobuf are known; http/json is used",
  );
  assertEquals(json.otlp?.protocol, "http/json");
});

Deno.test("readOtlp() reads headers, timeout and compression", async () => {
  const { json, stderr } = await readSettings({
    ...here,
    OTEL_EXPORTER_OTLP_HEADERS: "x-a=1, x-b = two%20words ,x-b64=YQ==",
    OTEL_EXPORTER_OTLP_TRACES_HEADERS: "x-a=specific",
    OTEL_EXPORTER_OTLP_TIMEOUT: "1",
    OTEL_EXPORTER_OTLP_TRACES_TIMEOUT: "250",
    OTEL_EXPORTER_OTLP_COMPRESSION: "gzip",
  });
  assertEquals(json.otlp?.headers, {
    "x-a": "specific",
    "x-b": "two words",
    "x-b64": "YQ==",
  });
  assertEquals(json.otlp?.timeoutMs, 250);
  assertEquals(json.otlp?.gzip, true);
  assertEquals(stderr, "");
});

Deno.test("readOtlp() leaves out a header that cannot be used, and hides it", async () => {
  const json = await readBadSettings(
    {
      ...here,
      OTEL_EXPORTER_OTLP_HEADERS:
        "x-good=1,marker-secret,x-bad=%E0%A4%A,=marker",
    },
    "OTEL_EXPORTER_OTLP_HEADERS: entries 2, 3, 4: not name=value with the " +
      "value percent-encoded",
  );
  assertEquals(json.otlp?.headers, { "x-good": "1" });
});

Deno.test("readOtlp() leaves OTLP out when a header cannot be sent", async () => {
  // The SDK's exporter reads the variable as well, and would throw by it.
  for (
    const bad of ["a b=marker", "authorization: Bearer x=", "x=a%0Amarker"]
  ) {
    const json = await readBadSettings(
      { ...here, OTEL_EXPORTER_OTLP_HEADERS: `x-good=1,${bad}` },
      "OTEL_EXPORTER_OTLP_HEADERS: entry 2: not name=value with the value " +
        "percent-encoded; no spans are sent",
    );
    assertEquals(json.otlp, undefined);
  }
});

Deno.test("readOtlp() leaves out a timeout and a compression that cannot be used", async () => {
  const timeout = await readBadSettings(
    { ...here, OTEL_EXPORTER_OTLP_TIMEOUT: "soon" },
    'OTEL_EXPORTER_OTLP_TIMEOUT="soon": it is not a number from 1 to 2147483647',
  );
  assertEquals(timeout.otlp?.timeoutMs, 10_000);
  const compression = await readBadSettings(
    { ...here, OTEL_EXPORTER_OTLP_COMPRESSION: "brotli" },
    'OTEL_EXPORTER_OTLP_COMPRESSION="brotli": only gzip and none are known',
  );
  assertEquals(compression.otlp?.gzip, false);
});

Deno.test("readOtlp() leaves out certificates that cannot be used", async () => {
  const secure = { [ENDPOINT]: "https://127.0.0.1:9" };
  const name = "OTEL_EXPORTER_OTLP_CERTIFICATE";
  const missing = await readSettings({ ...secure, [name]: "/nowhere/ca.pem" });
  assertStringIncludes(
    missing.stderr,
    `Cannot use ${name}="/nowhere/ca.pem": `,
  );
  assertEquals(missing.stderr.trim().split("\n").length, 1);
  assertEquals(missing.json.otlp?.tls, {});
  await readBadSettings(
    { ...secure, [name]: "ca.pem" },
    `${name}="ca.pem": it needs --allow-read=ca.pem`,
    { flags: ["--allow-env", "--allow-net"] },
  );
  const self = new URL(import.meta.url).pathname;
  await readBadSettings(
    { ...secure, [name]: self },
    `${name}="${self}": no CERTIFICATE in PEM form in it`,
  );
  const rubbish = await Deno.makeTempFile();
  const [begin, end] = ["BEGIN", "END"].map((word) =>
    `-----${word} CERTIFICATE-----`
  );
  await Deno.writeTextFile(rubbish, `${begin}\nrubbish\n${end}\n`);
  const { json, stderr } = await readSettings({ ...secure, [name]: rubbish });
  assertMatch(stderr, new RegExp(`^turnspan: Cannot use ${name}: .+\n$`));
  assertEquals(json.otlp?.tls, {});
  // Each by its name, and no good one is lost with it.
  const good = (kind: string) =>
    fileURLToPath(import.meta.resolve(`../_tls/${kind}.pem`));
  const client = "OTEL_EXPORTER_OTLP_CLIENT";
  const one = await readSettings({
    ...secure,
    [name]: good("ca"),
    [`${client}_CERTIFICATE`]: rubbish,
    [`${client}_KEY`]: good("client_key"),
  });
  assertMatch(
    one.stderr,
    new RegExp(`^turnspan: Cannot use ${client}_CERTIFICATE: .+\n$`),
  );
  assertEquals(Object.keys(one.json.otlp?.tls ?? {}), ["ca"]);
  const deno = await readSettings({ ...secure, DENO_CERT: rubbish });
  assertMatch(deno.stderr, /^turnspan: Cannot use DENO_CERT: .+\n$/);
  assertEquals(deno.json.otlp?.tls, {});
  await Deno.remove(rubbish);
});

Deno.test("readOtlp() wants a certificate to show and its key together", async () => {
  const secure = { [ENDPOINT]: "https://127.0.0.1:9" };
  const file = (name: string) =>
    fileURLToPath(import.meta.resolve(`../_tls/client_${name}.pem`));
  const [cert, key] = ["CERTIFICATE", "KEY"].map((kind) =>
    `OTEL_EXPORTER_OTLP_CLIENT_${kind}`
  ) as [string, string];
  for (
    const [lone, path, other] of [
      [cert, file("cert"), key],
      [key, file("key"), cert],
    ] as const
  ) {
    const json = await readBadSettings(
      { ...secure, [lone]: path },
      `${lone}="${path}": ${other} is not set`,
    );
    assertEquals(json.otlp?.tls, {});
  }
});
