import { CREATED, type Reply } from "./reply.ts";
import { chunksOf, type ServerEvent } from "./sse.ts";

/** A reply as one response. */
export function response(reply: Reply): unknown {
  return {
    ...head(reply),
    status: "completed",
    completed_at: CREATED,
    output: itemsOf(reply).map(({ item }) => item),
    usage: usageOf(reply),
  };
}

/** A reply as the events of a streamed response. */
export function* responseEvents(reply: Reply): Generator<ServerEvent> {
  let order = 0;
  for (const { type, ...data } of eventsOf(reply)) {
    const numbered = { type, sequence_number: order++, ...data };
    yield { event: type, data: JSON.stringify(numbered) };
  }
}

interface Event extends Record<string, unknown> {
  readonly type: string;
}

/** An item of the output, and the events between its start and its end. */
interface Item {
  readonly item: { readonly id: string; readonly [key: string]: unknown };
  readonly started: unknown;
  readonly events: readonly Event[];
}

function* eventsOf(reply: Reply): Generator<Event> {
  const begun = {
    ...head(reply),
    status: "in_progress",
    completed_at: null,
    output: [],
    usage: null,
  };
  yield { type: "response.created", response: begun };
  yield { type: "response.in_progress", response: begun };
  for (const [place, { item, started, events }] of itemsOf(reply).entries()) {
    const at = { output_index: place };
    yield { type: "response.output_item.added", ...at, item: started };
    for (const event of events) yield { ...event, ...at, item_id: item.id };
    yield { type: "response.output_item.done", ...at, item };
  }
  yield { type: "response.completed", response: response(reply) };
}

function itemsOf(reply: Reply): Item[] {
  return [
    ...(reply.text === "" ? [] : [messageOf(reply)]),
    ...reply.calls.map((call, place) => callOf(reply, call, place)),
  ];
}

function messageOf({ digest, text }: Reply): Item {
  const head = {
    id: `msg_${digest.slice(0, 24)}`,
    type: "message",
    role: "assistant",
  };
  const part = { type: "output_text", text, annotations: [], logprobs: [] };
  const at = { content_index: 0 };
  return {
    item: { ...head, status: "completed", content: [part] },
    started: { ...head, status: "in_progress", content: [] },
    events: [
      {
        type: "response.content_part.added",
        ...at,
        part: { ...part, text: "" },
      },
      ...chunksOf(text).map((delta) => ({
        type: "response.output_text.delta",
        ...at,
        delta,
        logprobs: [],
      })),
      { type: "response.output_text.done", ...at, text, logprobs: [] },
      { type: "response.content_part.done", ...at, part },
    ],
  };
}

function callOf(
  { digest }: Reply,
  { id, name, args }: Reply["calls"][number],
  place: number,
): Item {
  const written = JSON.stringify(args);
  const head = {
    id: `fc_${digest.slice(0, 20)}${place.toString(16).padStart(4, "0")}`,
    type: "function_call",
    call_id: id,
    name,
  };
  return {
    item: { ...head, status: "completed", arguments: written },
    started: { ...head, status: "in_progress", arguments: "" },
    events: [
      ...chunksOf(written).map((delta) => ({
        type: "response.function_call_arguments.delta",
        delta,
      })),
      {
        type: "response.function_call_arguments.done",
        name,
        arguments: written,
      },
    ],
  };
}

/** What the request asked for is not repeated: nobody needs it back. */
function head({ digest, model }: Reply) {
  return {
    id: `resp_${digest.slice(0, 24)}`,
    object: "response",
    created_at: CREATED,
    model,
    error: null,
    incomplete_details: null,
    instructions: null,
    metadata: {},
    parallel_tool_calls: true,
    previous_response_id: null,
    temperature: null,
    tool_choice: "auto",
    tools: [],
    top_p: null,
  };
}

function usageOf({ inputTokens, outputTokens }: Reply) {
  return {
    input_tokens: inputTokens,
    input_tokens_details: { cached_tokens: 0 },
    output_tokens: outputTokens,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: inputTokens + outputTokens,
  };
}
