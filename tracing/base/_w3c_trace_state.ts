import type { TraceState } from "@opentelemetry/api";

/** W3C Trace Context, section 3.3.1: what vendors may keep in a trace's state. */
const KEY =
  /^(?:[a-z][_0-9a-z\-*/]{0,255}|[a-z0-9][_0-9a-z\-*/]{0,240}@[a-z][_0-9a-z\-*/]{0,13})$/;
const VALUE = /^[ -<>-~]{0,255}[!-<>-~]$/;
const MAX_LENGTH = 512;
const MAX_MEMBERS = 32;

/**
 * What vendors keep with a trace, read as `@opentelemetry/api` reads it
 * (`trace/internal/tracestate-impl`): a member that is not valid is left out.
 */
export class W3cTraceState implements TraceState {
  /** The members, the newest last. */
  readonly #members: ReadonlyMap<string, string>;

  private constructor(members: Iterable<readonly [string, string]>) {
    this.#members = new Map(members);
  }

  /** Reads the header `tracestate`. */
  static parse(text: string): W3cTraceState {
    if (text.length > MAX_LENGTH) return new W3cTraceState([]);
    const members = text.split(",").map(readMember).filter((member) =>
      member !== undefined
    );
    return new W3cTraceState(members.slice(0, MAX_MEMBERS).toReversed());
  }

  get(key: string): string | undefined {
    return this.#members.get(key);
  }

  set(key: string, value: string): TraceState {
    return new W3cTraceState([...this.#without(key), [key, value]]);
  }

  unset(key: string): TraceState {
    return new W3cTraceState(this.#without(key));
  }

  serialize(): string {
    return [...this.#members].toReversed()
      .map(([key, value]) => `${key}=${value}`).join();
  }

  #without(key: string): [string, string][] {
    return [...this.#members].filter(([name]) => name !== key);
  }
}

function readMember(text: string): [string, string] | undefined {
  const member = text.trim();
  const equals = member.indexOf("=");
  const key = member.slice(0, Math.max(equals, 0));
  const value = member.slice(equals + 1);
  return KEY.test(key) && VALUE.test(value) ? [key, value] : undefined;
}
