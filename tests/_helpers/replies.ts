import type { Handler } from "../../demo/scripted_model/handler.ts";

/** A chat completions request, as far as tests look at it. */
export interface ChatRequest {
  readonly model: string;
  readonly messages: readonly {
    readonly role: string;
    readonly content: string | null;
    readonly tool_call_id?: string;
  }[];
  readonly tools?: readonly { readonly function: { readonly name: string } }[];
}

/** Answers one request. */
export type Reply = (request: ChatRequest) => Response | Promise<Response>;

/** A step of a plan, with what most tests leave out. */
export interface StepInit {
  readonly tool?: string | null;
  readonly server?: string | null;
  readonly task?: string;
  readonly id?: number;
  readonly depends_on?: readonly number[];
}

/** A handler that gives one reply a request, in order, and then fails. */
export function replies(...list: readonly Reply[]): Handler {
  const left = [...list];
  return async (request) => {
    const body = await request.json() as ChatRequest;
    const reply = left.shift();
    return await reply?.(body) ??
      Response.json({ error: { message: "no reply is left" } }, {
        status: 418,
      });
  };
}

/** Says a text. */
export function says(content: string): Reply {
  return () => completion({ content }, "stop");
}

/** Sends a plan. */
export function plans(...steps: readonly StepInit[]): Reply {
  return says(JSON.stringify({ steps: steps.map(planStep) }));
}

/** Calls tools: a name, its arguments, and an id unless `call_<place>`. */
export function calls(
  ...list: readonly (readonly [name: string, args?: unknown, id?: string])[]
): Reply {
  return () =>
    completion({
      content: null,
      tool_calls: list.map(([name, args = {}, id], index) => ({
        id: id ?? `call_${index + 1}`,
        type: "function",
        function: {
          name,
          arguments: typeof args === "string" ? args : JSON.stringify(args),
        },
      })),
    }, "tool_calls");
}

/** Fails with an HTTP status. */
export function fails(
  status: number,
  headers: Record<string, string> = {},
  message = "failed on purpose",
): Reply {
  return () => Response.json({ error: { message } }, { status, headers });
}

function planStep(step: StepInit, index: number) {
  const { id = index + 1, task = "Do it", tool = null, server = null } = step;
  return { id, task, tool, server, depends_on: step.depends_on ?? [] };
}

function completion(message: object, finishReason: string): Response {
  return Response.json({
    id: "chatcmpl-1",
    object: "chat.completion",
    created: 1,
    model: "tested",
    choices: [{
      index: 0,
      message: { role: "assistant", ...message },
      finish_reason: finishReason,
    }],
    usage: { prompt_tokens: 100, completion_tokens: 10, total_tokens: 110 },
  });
}
