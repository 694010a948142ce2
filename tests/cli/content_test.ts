import { assert, assertEquals } from "@std/assert";
import type { Handler } from "../../demo/scripted_model/handler.ts";
import { calls, fails, plans, replies, says } from "../_helpers/replies.ts";
import { toolsServer } from "../_helpers/tools_server.ts";
import { Folder, runCommand } from "./_command.ts";
import { startModel } from "./_model.ts";

/** What may be on spans only where content is captured. */
const CONTENT = [
  "marker-question",
  "marker-argument",
  "marker-tool-error",
  "marker-reply",
  "marker-model-error",
];

/** What may never be on a span. */
const SECRETS = [
  "sk-tested-key",
  "marker-mcp-env",
  "marker-mcp-header",
  "marker-otlp-header",
  "marker-user",
  "marker-password",
  "marker-query",
];

/** Every byte that a run exports: to a file, and to a collector. */
async function exported(
  handler: Handler,
  servers: Readonly<Record<string, unknown>>,
  env: Readonly<Record<string, string>>,
): Promise<string> {
  using folder = new Folder();
  folder.servers(servers);
  await using model = startModel((request) => {
    // It is left out of spans and not of the request.
    assertEquals(new URL(request.url).search, "?key=marker-query");
    return handler(request);
  });
  let received = "";
  await using collector = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    async (request) => {
      received += await request.text();
      return Response.json({});
    },
  );
  const { code, stdout } = await runCommand(
    ["--model-id", "openai/tested", "Is it marker-question?"],
    {
      cwd: folder.path,
      env: {
        ...model.env,
        OPENAI_BASE_URL: model.env.OPENAI_BASE_URL!
          .replace("//", "//marker-user:marker-password@") +
          "/v1?key=marker-query",
        OTEL_TRACES_FILE: "traces.jsonl",
        OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${collector.addr.port}`,
        OTEL_EXPORTER_OTLP_HEADERS: "x-key=marker-otlp-header",
        ...env,
      },
    },
  );
  assertEquals([code, stdout], [1, ""]);
  const file = folder.read("traces.jsonl");
  assert(received.includes("agent.run") && file.includes("agent.run"));
  return received + file;
}

/** A run in which everything is said that should not be told. */
function talkative(): Handler {
  const error = "marker-model-error Incorrect key sk-tested-key, " +
    "see http://marker-user:marker-password@host/?q=marker-query";
  return replies(
    fails(503, { "retry-after-ms": "1" }, error),
    plans(
      { tool: "echo", server: "tools", task: "Say it" },
      { tool: "fail", server: "tools" },
      {},
    ),
    calls(["echo", { text: "marker-argument" }]),
    calls(["fail", { text: "marker-tool-error" }]),
    says("marker-reply"),
    fails(400, {}, error),
  );
}

const TALKATIVE = {
  tools: toolsServer("", { env: { SOME_SETTING: "marker-mcp-env" } }),
};

/** A server that cannot be reached, with a secret in each part of its entry. */
const UNREACHABLE = {
  docs: {
    url: "http://127.0.0.1:1/mcp?key=marker-query",
    headers: { "x-key": "marker-mcp-header" },
  },
};

const CAPTURE = "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT";

function found(markers: readonly string[], bytes: string): string[] {
  return markers.filter((marker) => bytes.includes(marker));
}

Deno.test("plan-execute exports neither content nor secrets by default", async () => {
  const bytes = await exported(talkative(), TALKATIVE, {});
  assertEquals(found([...CONTENT, ...SECRETS], bytes), []);
});

Deno.test("plan-execute exports content and no secrets where content is on", async () => {
  const bytes = await exported(talkative(), TALKATIVE, { [CAPTURE]: "true" });
  assertEquals(found(CONTENT, bytes), CONTENT);
  assertEquals(found(SECRETS, bytes), []);
});

Deno.test("plan-execute exports nothing of a plan that cannot be run", async () => {
  const bad = plans({ tool: "marker-reply", server: "tools" });
  const bytes = await exported(replies(bad, bad), TALKATIVE, {});
  assertEquals(found([...CONTENT, ...SECRETS], bytes), []);
});

Deno.test("plan-execute exports no secret of a server that it cannot reach", async () => {
  for (const capture of ["true", "false"]) {
    const bytes = await exported(replies(), UNREACHABLE, {
      [CAPTURE]: capture,
    });
    assertEquals(found([...CONTENT, ...SECRETS], bytes), []);
  }
});
