import { killAll } from "../../servers/process/logged_process.ts";

/** What the end-to-end tests find, started by `deno task e2e`. */
export interface E2eEnvironment {
  /** The scripted model that the proxies ask, without `/v1`. */
  readonly upstream: string;
  /** One proxy for each of its two span sets. */
  readonly proxies: Readonly<Record<SpanSet, Proxy>>;
  /** Jaeger: where spans go, and where traces are read from. */
  readonly jaeger: { readonly otlp: string; readonly query: string };
  /** The proxy's program. */
  readonly litellmProgram: string;
  /** Jaeger's program, which is a Collector as well. */
  readonly jaegerBinary: string;
  /** The folder of all logs. */
  readonly logs: string;
  /** The commands to run. */
  readonly runners: readonly RunnerTask[];
}

/** The proxy's span sets: its default, and `LITELLM_OTEL_V2=true`. */
export type SpanSet = "v1" | "v2";

/** Both of them. */
export const SPAN_SETS: readonly SpanSet[] = ["v1", "v2"];

/** A proxy, as a runner reaches it. */
export interface Proxy {
  readonly baseUrl: string;
  readonly apiKey: string;
}

/** The commands, by the names of their tasks. */
export const RUNNER_TASKS = [
  "plan-execute",
  "openai-agent",
  "deep-agent",
  "claude-agent",
] as const;

/** A command. */
export type RunnerTask = typeof RUNNER_TASKS[number];

/** Whether a command has its replies streamed: the Claude CLI does, always. */
export function isStreaming(task: RunnerTask): boolean {
  return task === "claude-agent";
}

/** The variable that it is handed over in, as JSON. */
export const E2E_VARIABLE = "TURNSPAN_E2E";

/**
 * Reads what was started.
 *
 * @throws {Error} If nothing was: the tests were not run by their task.
 */
export function e2eEnvironment(): E2eEnvironment {
  endServersWithTests();
  const json = Deno.env.get(E2E_VARIABLE);
  if (json) return JSON.parse(json);
  throw new Error("Cannot find the servers: run these tests by deno task e2e");
}

let ending = false;

/** Ends what a test has started when the tests are told to end. */
function endServersWithTests(): void {
  if (ending) return;
  ending = true;
  Deno.addSignalListener("SIGTERM", () => {
    killAll();
    // A test may not call Deno.exit().
    Deno.kill(Deno.pid, "SIGKILL");
  });
}
