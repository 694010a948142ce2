/**
 * The parts of LangChain that are used, as they are in all supported versions.
 * Whatever a program may replace is `unknown` or optional.
 *
 * @module
 */

/** An agent of `createAgent` or `createDeepAgent`. */
export interface Agent {
  /** What it was made of. */
  options: AgentOptions;
  /** The graph that runs it. */
  readonly graph: Graph;
  checkpointer?: unknown;
  store?: unknown;
  /** Makes another agent of `options` and further settings. */
  withConfig(config: object): Agent;
}

/** What an agent is made of. */
export interface AgentOptions {
  readonly name?: unknown;
  readonly model?: unknown;
  readonly tools?: readonly unknown[];
  readonly middleware?: readonly Middleware[];
}

/** A middleware: it wraps what an agent does. */
export interface Middleware {
  readonly name: string;
  readonly tools?: readonly unknown[];
}

/** A compiled graph. All ways to run it go through its stream. */
export interface Graph {
  _streamIterator: StreamIterator;
  /** The names of what its state tells whoever runs it. */
  outputChannels: unknown;
}

/** Runs a graph, as far as its stream is read. */
export type StreamIterator = (
  this: unknown,
  input: unknown,
  options?: { readonly signal?: AbortSignal; readonly configurable?: unknown },
) => Stream;

/** The steps of a graph, as far as they are read. */
export type Stream = AsyncGenerator<unknown, unknown, unknown>;

/** A model call that is about to be made. */
export interface ModelRequest {
  readonly model?: unknown;
  readonly messages?: readonly unknown[];
  readonly tools?: readonly unknown[];
  /** What the graph that runs the agent was given. */
  readonly runtime?: unknown;
}

/** A tool. */
export interface Tool {
  readonly name: string;
  invoke: Invoke;
}

/** What runs a tool. */
export type Invoke = (
  this: unknown,
  input: unknown,
  ...rest: unknown[]
) => Promise<unknown>;

/** A call as the model asked for it. */
export interface CallItem {
  readonly name: string;
  readonly id?: string;
  /** An object, or the text that could not be read as one. */
  readonly args?: unknown;
}
