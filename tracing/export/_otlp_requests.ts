import { AsyncLocalStorage } from "node:async_hooks";
import type {
  Agent,
  AgentOptions,
  ClientRequest,
  IncomingMessage,
} from "node:http";
import { env } from "../base/env.ts";
import type { TlsSettings } from "../settings/tls.ts";
import { type Answer, isTooLarge } from "./_otlp_reply.ts";

/** A batch of spans that is under way. */
export interface Batch {
  /** Whether it can be sent in parts. */
  readonly divisible?: boolean;
  /** Whether the collector closed before it had read all of it. */
  unread?: boolean;
  /** What the collector answered last, if it did. */
  answer?: Answer;
}

/** What an agent does with a request, which Node's types do not name. */
type AddRequest = (request: ClientRequest, options: unknown) => void;

/** The codes of errors that mean that nobody can be reached. */
const UNREACHABLE = [
  "ECONNREFUSED",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
];

/** Variables of proxies: `fetch` reads them by itself, `node:http` does not. */
const PROXY_VARIABLES = ["HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"].flatMap(
  (name) => [name, name.toLowerCase()],
);

/**
 * The requests of the SDK's exporter, seen by the agent that it sends them
 * with. The exporter hides the answers after which it tries again, waits for a
 * collector that cannot be reached, and cannot be made to stop.
 */
export class OtlpRequests {
  readonly #tls: TlsSettings;
  readonly #batches = new AsyncLocalStorage<Batch>();
  readonly #open = new Set<ClientRequest>();
  #agent: Promise<Agent> | undefined;
  #stopped: Error | undefined;
  /** How many flushes wait for all requests that are under way. */
  flushing = 0;

  constructor(tls: TlsSettings) {
    this.#tls = tls;
  }

  /** Gives the agent, which an exporter asks for at its first request. */
  agent(protocol: string): Promise<Agent> {
    return this.#agent ??= this.#makeAgent(protocol);
  }

  /** Runs an export: what its requests are answered is kept with the batch. */
  run(batch: Batch, fn: () => void): void {
    this.#batches.run(batch, fn);
  }

  /** Ends what is under way, and each request that is still to come. */
  stop(reason: string): void {
    this.#stopped = new Error(reason);
    for (const request of this.#open) request.destroy(this.#stopped);
  }

  async #makeAgent(protocol: string): Promise<Agent> {
    const agent = await openAgent(protocol, this.#tls);
    const hook = agent as unknown as { addRequest: AddRequest };
    const addRequest = hook.addRequest.bind(agent);
    hook.addRequest = (request, options) => {
      this.#watch(request);
      addRequest(request, options);
    };
    return agent;
  }

  #watch(request: ClientRequest): void {
    const batch = this.#batches.getStore();
    this.#open.add(request);
    request.once("close", () => this.#open.delete(request));
    // Before the exporter's listener, so that the answer is kept by then.
    request.prependOnceListener("response", (response) => {
      if (batch !== undefined) batch.answer = keepAnswer(response);
    });
    request.prependOnceListener("error", (error: NodeJS.ErrnoException) => {
      // By the code the exporter decides to try again, after 1 to 8 s, with a
      // timer that keeps the program alive: too long for a flush at its end.
      const unreachable = UNREACHABLE.includes(error.code ?? "");
      if (this.flushing > 0 && unreachable) delete error.code;
      // A collector may refuse a body, and close before it has read it: with
      // an answer that is there by now, or was lost with the connection.
      const unread = error.code === "EPIPE" && batch?.divisible === true;
      if (unread) batch.unread = true;
      const refused = batch?.answer !== undefined && isTooLarge(batch.answer);
      if (unread || refused) delete error.code;
    });
    if (this.#stopped !== undefined) request.destroy(this.#stopped);
  }
}

function keepAnswer(response: IncomingMessage): Answer {
  const chunks: Uint8Array[] = [];
  // The exporter ends one of more than 4 MB.
  response.on("data", (chunk: Uint8Array) => chunks.push(chunk));
  const { statusCode = 0, statusMessage = "", headers } = response;
  // To the exporter this is a wait of -1 ms, of which the runtime warns.
  if (Number.parseInt(headers["retry-after"] ?? "") <= 0) {
    headers["retry-after"] = new Date(0).toUTCString();
  }
  return {
    status: statusCode,
    statusText: statusMessage,
    type: headers["content-type"] ?? "",
    location: headers.location,
    chunks,
  };
}

/** Makes the agent. It keeps no connection, so there is nothing to close. */
async function openAgent(
  protocol: string,
  { extraCa, ...tls }: TlsSettings,
): Promise<Agent> {
  const options: AgentOptions & { proxyEnv: Record<string, string> } = {
    // On a connection that was used before, Deno 2.9 sends a request that is
    // destroyed once more, over a new one: nothing could end it.
    keepAlive: false,
    proxyEnv: proxies(),
  };
  if (protocol !== "https:") {
    const { Agent } = await import("node:http");
    return new Agent(options);
  }
  const { Agent } = await import("node:https");
  if (extraCa === undefined) return new Agent({ ...options, ...tls });
  const { rootCertificates } = await import("node:tls");
  return new Agent({ ...options, ...tls, ca: [...rootCertificates, extraCa] });
}

function proxies(): Record<string, string> {
  return Object.fromEntries(
    PROXY_VARIABLES.map((name) => [name, env(name) ?? ""])
      .filter(([, value]) => value !== ""),
  );
}
