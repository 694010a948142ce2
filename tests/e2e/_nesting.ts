import { number, type Span, text } from "../../turns/source/span.ts";

/** What is known of a run besides its trace. */
export interface NestingOptions {
  /** How often the proxy asks again by itself before it answers. */
  readonly proxyRetries?: number;
}

const SERVER = 2;
const PROXY = "litellm";

/** What a turn's usage and its proxy's have in common. */
const USAGE = ["gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens"];

/**
 * Finds out what is wrong with the trace of a run whose model calls went
 * through a LiteLLM proxy: whether the proxy's spans, of either set, are each
 * under the request that caused them, and say the same of it.
 *
 * Spans are told apart by kind and attributes: names differ from one set, and
 * one release, to the other.
 *
 * @param spans All spans of one trace.
 * @param options What is known of the run.
 * @returns The faults, one line each; none where all holds.
 */
export function nestingFaults(
  spans: readonly Span[],
  { proxyRetries = 0 }: NestingOptions = {},
): string[] {
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  const parentOf = ({ parentSpanId = "" }: Span) => byId.get(parentSpanId);
  const below = (top: Span): Span[] =>
    spans.filter((span) => parentOf(span) === top)
      .flatMap((child) => [child, ...below(child)]);

  const tops = spans.filter((span) => parentOf(span) === undefined);
  const requests = spans.filter((span) =>
    isRequest(span) && isChat(parentOf(span))
  );
  return [
    ...(tops.length === 1 && tops[0]?.name === "agent.run"
      ? []
      : [`the trace begins with ${list(tops)}`]),
    ...(requests.length === 0 ? ["there is no request to a model"] : []),
    ...requests.flatMap((request) =>
      requestFaults(request, parentOf(request)!, below(request), proxyRetries)
    ),
    ...strayFaults(spans.filter(isProxys), new Set(requests.flatMap(below))),
    ...spans.filter(({ name }) => name === "agent.turn").flatMap((turn) =>
      turnFaults(
        turn,
        spans.filter((s) => isChat(s) && parentOf(s) === turn),
        below,
      )
    ),
  ];
}

/** One request: the proxy's server span under it, and its model call. */
function requestFaults(
  request: Span,
  chat: Span,
  below: readonly Span[],
  proxyRetries: number,
): string[] {
  const where = `${request.name} ${request.spanId} of ${chat.name}`;
  const servers = below.filter((span) =>
    span.parentSpanId === request.spanId && isProxys(span) &&
    span.kind === SERVER
  );
  const calls = below.filter(isModelCall);
  const answers = calls.filter(({ failed }) => !failed);
  const wanted = request.failed ? 0 : 1;
  return [
    ...(servers.length === 1
      ? []
      : [`${where} has ${servers.length} server spans of the proxy`]),
    ...(calls.length === 1 + proxyRetries && answers.length === wanted ? [] : [
      `${where} has ${calls.length} model calls, ${answers.length} answered`,
    ]),
    ...calls.filter((call) => !names(call, chat)).map((call) =>
      `${where}: the proxy's ${call.name} is of another model`
    ),
    ...answers.flatMap((call) => sameUsage(where, chat, call)),
    ...answers.filter((call) => callId(call) !== callId(chat)).map((call) =>
      `${where}: the proxy's call id is ${callId(call)}, not ${callId(chat)}`
    ),
  ];
}

/** A turn's usage is the sum of what the proxy says of its model calls. */
function turnFaults(
  turn: Span,
  chats: readonly Span[],
  below: (top: Span) => Span[],
): string[] {
  const answers = chats.flatMap(below).filter((span) =>
    isModelCall(span) && !span.failed
  );
  if (answers.length === 0) return [];
  return USAGE.flatMap((key) => {
    const sum = answers.reduce(
      (all, span) => all + (number(span, key) ?? 0),
      0,
    );
    const ours = number(turn, key);
    const { "turn.index": index } = turn.attributes;
    return sum === ours
      ? []
      : [`turn ${index} has ${key} ${ours}, and the proxy says ${sum}`];
  });
}

function sameUsage(where: string, chat: Span, call: Span): string[] {
  return USAGE.filter((key) => number(chat, key) !== number(call, key)).map(
    (key) =>
      `${where}: ${key} is ${number(chat, key)}, and the proxy says ${
        number(call, key)
      }`,
  );
}

/** The proxy's spans that are under no request of the run's. */
function strayFaults(
  proxys: readonly Span[],
  nested: ReadonlySet<Span>,
): string[] {
  return proxys.filter((span) => !nested.has(span)).map((span) =>
    `the proxy's ${span.name} is under no request`
  );
}

/** Whether it is a request of the agent's: the proxy may name its own span so. */
export function isRequest(span: Span): boolean {
  return span.name === "POST" && !isProxys(span);
}

/** Whether it is a model call as the agent saw it. */
export function isChat(span: Span | undefined): boolean {
  return span?.name.startsWith("chat ") === true && !isProxys(span);
}

function isProxys({ service }: Span): boolean {
  return service === PROXY;
}

/** Whether it is the proxy's model call: its server span names the model as well. */
export function isModelCall(span: Span): boolean {
  return isProxys(span) && span.kind !== SERVER &&
    text(span, "gen_ai.request.model") !== undefined;
}

/** Whether the proxy's model call is of the model that was asked for. */
function names(call: Span, chat: Span): boolean {
  const asked = text(chat, "gen_ai.request.model");
  // The older set has the vendor's name of the model in the first of these.
  return [
    text(call, "gen_ai.request.model"),
    text(call, "litellm.model_group"),
  ].includes(asked);
}

function callId(span: Span): string | undefined {
  return text(span, "litellm.call_id");
}

function list(spans: readonly Span[]): string {
  return spans.map(({ name }) => name).join(", ") || "nothing";
}
