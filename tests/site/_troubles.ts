import { fileURLToPath } from "node:url";
import { Folder, runCommand, startCommand } from "../cli/_command.ts";
import { nobodyListens } from "../_helpers/nobody_listens.ts";
import { raw } from "../adapters/mcp/_raw.ts";
import { runAgent } from "../tracing/_agent.ts";
import { type Reply, startCollector } from "../tracing/_collector.ts";
import { runProgram } from "../tracing/_program.ts";

const ENDPOINT = "http://localhost:4318";
const COLLECTOR = { OTEL_EXPORTER_OTLP_ENDPOINT: ENDPOINT };
const FILE = { OTEL_TRACES_FILE: "/dev/null" };
const TLS = fileURLToPath(import.meta.resolve("../tracing/_tls/"));

/** The lines that a program says without some permission. */
async function without(
  env: Readonly<Record<string, string>>,
  ...flags: readonly string[]
): Promise<string> {
  const options = { env, flags: ["--no-prompt", ...flags] };
  return (await runProgram("agent", options)).stderr;
}

/** The lines of a program that loses something. */
async function lost(way: string): Promise<string> {
  return (await runProgram("lost", { env: FILE, input: { way } })).stderr;
}

/** The lines about a collector, as if it were where collectors are. */
async function delivered(
  reply: Reply,
  env: Readonly<Record<string, string>> = {},
  input: unknown = {},
): Promise<string> {
  await using collector = startCollector(reply);
  const { url } = collector;
  const all = { OTEL_EXPORTER_OTLP_ENDPOINT: url, ...env };
  return (await runAgent(all, input)).replaceAll(url, ENDPOINT);
}

function answers(status: number, headers: Record<string, string> = {}) {
  return delivered(() => new Response(null, { status, headers }), {}, {
    flushTimeoutMs: 2000,
  });
}

/** What is said where nobody listens. */
async function refused(): Promise<string> {
  using nobody = await nobodyListens();
  const { url } = nobody;
  const { port } = new URL(url);
  const said = await runAgent({ OTEL_EXPORTER_OTLP_ENDPOINT: url });
  return said.replaceAll(`${url}/`, `${ENDPOINT}/`).replaceAll(port, "4318");
}

/** What is said where a collector has a certificate that nobody trusts. */
async function untrusted(scheme: "http" | "https"): Promise<string> {
  await using collector = startCollector(undefined, {
    cert: await Deno.readTextFile(`${TLS}cert.pem`),
    key: await Deno.readTextFile(`${TLS}key.pem`),
  });
  const url = collector.url.replace("https", scheme);
  return await runAgent({ OTEL_EXPORTER_OTLP_ENDPOINT: url });
}

/** What a command says of a model whose certificate it does not trust. */
async function untrustedModel(): Promise<string> {
  await using model = startCollector(undefined, {
    cert: await Deno.readTextFile(`${TLS}cert.pem`),
    key: await Deno.readTextFile(`${TLS}key.pem`),
  });
  using folder = new Folder();
  folder.servers({});
  const { stderr } = await runCommand(["--model-id", "openai/tested", "x"], {
    cwd: folder.path,
    env: { OPENAI_API_KEY: "key", OPENAI_BASE_URL: `${model.url}/v1` },
  });
  return stderr.replaceAll(new URL(model.url).port, "8443");
}

/** What a command says while it waits for a server. */
async function mute(): Promise<string> {
  using folder = new Folder();
  folder.servers({ slow: raw({}) });
  const child = startCommand(["--model-id", "demo", "x"], { cwd: folder.path });
  let told = "";
  const stderr = child.stderr.pipeThrough(new TextDecoderStream());
  for await (const chunk of stderr.values({ preventCancel: true })) {
    told += chunk;
    if (told.includes("waiting for") && told.endsWith("\n")) break;
  }
  child.kill("SIGINT");
  await stderr.cancel();
  await child.stdout.cancel();
  await child.status;
  return told;
}

/** What `turns` says of turns without tokens. */
async function noTokens(): Promise<string> {
  using folder = new Folder();
  const file = `${folder.path}/traces.jsonl`;
  await runAgent({ OTEL_TRACES_FILE: file });
  return (await runCommand([file], { task: "turns" })).stderr;
}

/** What Deno says of a program of one line. */
async function denoSays(code: string, ...flags: string[]): Promise<string> {
  const args = ["run", "--quiet", "--no-prompt", ...flags, "-"];
  const child = new Deno.Command(Deno.execPath(), {
    args,
    env: { NO_COLOR: "1" },
    stdin: "piped",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(code));
  await writer.close();
  return new TextDecoder().decode((await child.output()).stderr);
}

/** What Deno says of a package that is not in the lock. */
async function otherLock(): Promise<string> {
  using folder = new Folder();
  const lock = folder.write("deno.lock", '{ "version": "5" }');
  return await denoSays(
    'import "npm:@opentelemetry/api@~1.9.1";',
    `--lock=${lock}`,
    "--frozen",
    "--no-config",
    "--cached-only",
  );
}

/** What Node reads, as `tests/jsr` has it said by Node. */
async function inNode(): Promise<string> {
  const file = new URL("../../tracing/base/needs_deno.ts", import.meta.url);
  const text = await Deno.readTextFile(file);
  return text.replaceAll("${found}", "there is none here").replaceAll(
    "`",
    "\n",
  );
}

/** Brings about what the page shows, and gives what was said. */
export const PROVOKED: readonly (() => Promise<string>)[] = [
  () => runAgent({ OTEL_EXPORTER_OTLP_ENDPOINT: "localhost:4318" }),
  () => without(COLLECTOR, "--allow-env"),
  () => runAgent({ ...COLLECTOR, OTEL_EXPORTER_OTLP_PROTOCOL: "grpc" }),
  () =>
    delivered(() => Response.json({}), {
      OTEL_EXPORTER_OTLP_HEADERS: "x-honeycomb-team",
    }),
  () => runAgent({ OTEL_TRACES_EXPORTER: "jaeger" }),
  () => without({ OTEL_TRACES_FILE: "traces.jsonl" }, "--allow-env"),
  async () => {
    const env = { OTEL_DENO: "true", OTEL_TRACES_EXPORTER: "none" };
    return await without(
      { ...env, OTEL_TRACES_FILE: "traces.jsonl", ...COLLECTOR },
      "--allow-env",
    );
  },
  () =>
    without(
      COLLECTOR,
      "--allow-net",
      "--allow-env=OTEL_EXPORTER_OTLP_ENDPOINT",
    ),
  () => runAgent({ ...FILE, TRACEPARENT: "00-123-456-01" }),
  () =>
    runAgent({
      ...FILE,
      OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: "yes",
    }),
  ...["givenResponse", "unreadStream", "unreadable", "openChat", "openRun"]
    .map((way) => () => lost(way)),
  () => lost("lateTool"),
  async () => (await runProgram("overlap", { env: FILE })).stderr,
  async () => {
    const init = { env: COLLECTOR, input: { end: "exit" } };
    return (await runProgram("agent", init)).stderr;
  },
  () =>
    delivered(() => Response.json({}), {
      OTEL_BSP_MAX_QUEUE_SIZE: "2",
      OTEL_BSP_MAX_EXPORT_BATCH_SIZE: "1",
    }, { burst: 100 }),
  refused,
  () => answers(415),
  untrustedModel,
  mute,
  noTokens,
  () => denoSays('await fetch("https://api.openai.com/v1/models")'),
  otherLock,
  inNode,
];

/** Brings about each reason of the table. */
export const REFUSED: readonly (() => Promise<string>)[] = [
  refused,
  () => delivered(() => new Promise(() => {})),
  () =>
    delivered(() => new Promise(() => {}), {
      OTEL_EXPORTER_OTLP_TIMEOUT: "2000",
    }),
  ...[400, 401, 403, 404, 413, 415, 429, 503].map((status) => () =>
    answers(status)
  ),
  () => answers(302, { location: "https://login.example.com/" }),
  () =>
    delivered(() =>
      new Response("<html>", { headers: { "content-type": "text/html" } })
    ),
  () => untrusted("https"),
  () => untrusted("http"),
];
