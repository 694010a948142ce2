import type { BodyListener } from "./_body_listener.ts";
import { streamedReply, usableBody } from "./_response_body.ts";

/** A response that is watched. */
interface Watched {
  readonly body: ReadableStream<Uint8Array<ArrayBuffer>>;
  readonly listener: BodyListener;
  /** What has the body now, where the program has asked for the stream. */
  streamed?: Response;
}

const watched = new WeakMap<Response, Watched>();

/**
 * Watches a response's body, and leaves the response the object that it is.
 * Read at once, a body comes from Deno's own code as fast as it does without
 * us, where any stream in between costs more than all else about a request. One
 * is made for whoever asks for the stream or a copy, and has the body from then
 * on.
 *
 * @param response The response.
 * @param listener What is called as the body is read.
 * @returns The same response.
 */
export function watchInPlace(
  response: Response,
  listener: BodyListener,
): Response {
  // A stand-in may give the same one once more.
  const body = watched.has(response) ? undefined : usableBody(response);
  if (body === undefined) {
    listener.ended();
    return response;
  }
  watched.set(response, { body, listener });
  return Object.defineProperties(response, MEMBERS);
}

/** What a watched response has in the place of its class's members. */
const MEMBERS: PropertyDescriptorMap = {
  ...methods(["arrayBuffer", "blob", "bytes", "json", "text"], (on, name) => {
    const state = watched.get(on);
    return state !== undefined && isUnread(on, state)
      ? readWatched(call(on, name), state.listener)
      : call(holderOf(on), name);
  }),
  // Rare, and read from the stream. `textStream` is new in Deno 2.9.
  ...methods(
    ["clone", "formData", "textStream"],
    (on, name) => call(holderOf(on), name),
  ),
  body: {
    get(this: Response) {
      const holder = holderOf(this);
      return holder === this ? watched.get(this)?.body : holder.body;
    },
    configurable: true,
  },
};

function methods(
  names: readonly string[],
  run: (on: Response, name: string) => unknown,
): PropertyDescriptorMap {
  return Object.fromEntries(
    names.filter((name) => name in Response.prototype).map((name) => [name, {
      value(this: Response) {
        return run(this, name);
      },
      writable: true,
      configurable: true,
    }]),
  );
}

/** Calls what a response has by its class. */
function call(on: Response, name: string): unknown {
  const owner = watched.has(on) ? Object.getPrototypeOf(on) : on;
  return Reflect.get(owner, name).call(on);
}

/** Whether the body is still where it came, and nobody has begun to read it. */
function isUnread(response: Response, { streamed }: Watched): boolean {
  return streamed === undefined && !response.bodyUsed;
}

/** Where the body is: a response that has been read refuses by itself. */
function holderOf(response: Response): Response {
  const state = watched.get(response);
  if (state === undefined) return response;
  if (isUnread(response, state)) {
    state.streamed = streamedReply(response, state.body, state.listener);
  }
  return state.streamed ?? response;
}

/** The listener is told before the program: a run may end by the reply. */
async function readWatched(
  reading: unknown,
  listener: BodyListener,
): Promise<unknown> {
  try {
    const value = await reading;
    if (!isEmpty(value)) listener.firstChunk();
    listener.ended();
    return value;
  } catch (error) {
    // What is no JSON has been read all the same.
    if (error instanceof SyntaxError) {
      listener.firstChunk();
      listener.ended();
    } else {
      listener.failed(error);
    }
    throw error;
  }
}

function isEmpty(value: unknown): boolean {
  if (typeof value === "string") return value === "";
  if (value instanceof Blob) return value.size === 0;
  return (value instanceof ArrayBuffer || value instanceof Uint8Array) &&
    value.byteLength === 0;
}
