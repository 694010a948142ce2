import type { BodyListener } from "./_body_listener.ts";
import {
  BODY_READERS,
  BODY_USERS,
  streamedReply,
  usableBody,
} from "./_response_body.ts";

/** A response that is watched. */
interface Watched {
  readonly response: Response;
  /** What it has its members from, by its class. */
  readonly prototype: object;
  readonly body: ReadableStream<Uint8Array<ArrayBuffer>>;
  readonly listener: BodyListener;
  /** What has the body now, where the program has asked for the stream. */
  streamed?: Response;
}

/**
 * The property of a response that holds what is known of it. V8 keeps the values
 * of a `WeakMap` beyond minor collections of garbage: the listener, and with it
 * all of the call, which made a turn a tenth dearer.
 */
const WATCHED = Symbol("watched");

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
  const body = watchedOf(response) ? undefined : usableBody(response);
  if (body === undefined) {
    listener.ended();
    return response;
  }
  const prototype: object = Object.getPrototypeOf(response);
  const watched: Watched = { response, prototype, body, listener };
  Object.defineProperty(response, WATCHED, { value: watched });
  return Object.setPrototypeOf(response, watchedPrototype(prototype));
}

/** The prototypes of watched responses, by those of their classes. */
const prototypes = new WeakMap<object, object>();

/**
 * What a watched response has its members from: made once, since properties of
 * its own would take four times as long.
 */
function watchedPrototype(prototype: object): object {
  const known = prototypes.get(prototype);
  if (known !== undefined) return known;
  const made = Object.create(prototype, membersFor(prototype));
  prototypes.set(prototype, made);
  return made;
}

/** What is known of a response, by itself or by a proxy of it. */
function watchedOf(
  response: Response & { readonly [WATCHED]?: Watched },
): Watched | undefined {
  return response[WATCHED];
}

/** What a watched response has in the place of its class's members. */
function membersFor(prototype: object): PropertyDescriptorMap {
  const methods = (
    names: readonly string[],
    run: (watched: Watched, name: string) => unknown,
  ): PropertyDescriptorMap =>
    Object.fromEntries(
      names.filter((name) => name in prototype).map((name) => [name, {
        value(this: Response) {
          // It may be called on another response.
          const watched = watchedOf(this);
          return watched
            ? run(watched, name)
            : ofClass({ prototype, response: this }, name);
        },
        writable: true,
        configurable: true,
      }]),
    );
  return {
    ...methods(BODY_READERS, readOrPassOn),
    // Read from the stream.
    ...methods(BODY_USERS, ofHolder),
    body: {
      get(this: Response) {
        const watched = watchedOf(this);
        return watched && (holderOf(watched)?.body ?? watched.body);
      },
      configurable: true,
    },
  };
}

function readOrPassOn(watched: Watched, name: string): unknown {
  return isUnread(watched)
    ? readWatched(ofClass(watched, name), watched.listener)
    : ofHolder(watched, name);
}

/** Calls what a response has by its class. */
function ofClass(
  { prototype, response }: Pick<Watched, "prototype" | "response">,
  name: string,
): unknown {
  return Reflect.get(prototype, name).call(response);
}

/** Calls it where the body is: a response that has been read refuses by itself. */
function ofHolder(watched: Watched, name: string): unknown {
  const holder = holderOf(watched);
  return holder === undefined
    ? ofClass(watched, name)
    : Reflect.get(holder, name).call(holder);
}

/** The response with the stream, where the body was not read without one. */
function holderOf(watched: Watched): Response | undefined {
  if (isUnread(watched)) {
    const { response, body, listener } = watched;
    watched.streamed = streamedReply(response, body, listener);
  }
  return watched.streamed;
}

/** Whether the body is still where it came, and nobody has begun to read it. */
function isUnread({ response, streamed }: Watched): boolean {
  return streamed === undefined && !response.bodyUsed;
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
