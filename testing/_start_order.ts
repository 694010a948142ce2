const order = new WeakMap<object, number>();
let started = 0;

/**
 * Notes that a span has started. The SDK starts spans on whole milliseconds,
 * so their times alone do not tell which of two siblings came first.
 */
export function noteStart(span: object): void {
  order.set(span, started++);
}

/** Orders two spans by their start as noted; `0` where one was not. */
export function compareStarts(a: object, b: object): number {
  const [first, second] = [order.get(a), order.get(b)];
  return first === undefined || second === undefined ? 0 : first - second;
}
