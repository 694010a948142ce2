/**
 * What nobody expects, made anew each time, by what it is: values that a
 * framework, a peer or a program may hand over all the same.
 */
export const RUBBISH: Readonly<Record<string, () => unknown>> = {
  nothing: () => undefined,
  null: () => null,
  "a number": () => 7,
  "a text": () => "rubbish",
  "a list": () => [[], null, 7],
  "an empty object": () => ({}),
  "an object of nulls": () =>
    new Proxy({}, { get: (_, key) => key === "then" ? undefined : null }),
  "an object that throws": () =>
    new Proxy({}, {
      get: (_, key) => {
        if (key === "then" || typeof key === "symbol") return undefined;
        throw new RangeError(`no ${key}`);
      },
    }),
  "a revoked proxy": () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  },
};

/** What came of a program. */
export interface Outcome {
  readonly value?: unknown;
  /** The name and the text of what was thrown. */
  readonly thrown?: string;
  /** What was rejected and nobody handled. */
  readonly unhandled: readonly string[];
}

/** Runs a program, and tells all that it would have noticed. */
export async function outcome(program: () => unknown): Promise<Outcome> {
  const unhandled: string[] = [];
  const onUnhandled = (event: PromiseRejectionEvent) => {
    event.preventDefault();
    unhandled.push(told(event.reason));
  };
  globalThis.addEventListener("unhandledrejection", onUnhandled);
  try {
    return { value: told(await program()), unhandled };
  } catch (error) {
    return { thrown: told(error), unhandled };
  } finally {
    // Rejections are reported once all that was due has run.
    await new Promise((resolve) => setTimeout(resolve, 0));
    globalThis.removeEventListener("unhandledrejection", onUnhandled);
  }
}

/** A value as two programs' can be compared: some have no text. */
function told(value: unknown): string {
  try {
    return `${typeof value} ${value}`;
  } catch (error) {
    return `${typeof value} without a text: ${error}`;
  }
}
