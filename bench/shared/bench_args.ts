/** What a way's program is started with, but for the program and its arguments. */
const RUN =
  "run --v8-flags=--expose-gc --quiet --no-prompt --lock=locks/bench.lock --frozen " +
  "--allow-env --allow-net=127.0.0.1 --allow-read --allow-run --allow-sys " +
  "--allow-write";

/**
 * Makes what Deno is started with for a program of `bench/`.
 *
 * @param program Its path in `bench/`.
 * @param args Its arguments.
 * @returns The words.
 */
export function benchArgs(program: string, ...args: string[]): string[] {
  return [...RUN.split(" "), `bench/${program}`, ...args];
}
