import { assert } from "@std/assert";
import { decodeJson, type OtlpSpan, spansOf } from "./_collector.ts";

/** A folder that is removed again. */
export function makeFolder(): Disposable & { readonly path: string } {
  const path = Deno.makeTempDirSync();
  return {
    path,
    [Symbol.dispose]: () => Deno.removeSync(path, { recursive: true }),
  };
}

/** The spans of a file, each line of which must be whole. */
export function readSpans(path: string): OtlpSpan[] {
  const text = Deno.readTextFileSync(path);
  assert(text.endsWith("\n"));
  return text.trimEnd().split("\n").flatMap((line) =>
    spansOf(decodeJson(line))
  );
}

/** The names of spans, in the order they ended. */
export function names(spans: readonly OtlpSpan[]): string[] {
  return spans.map(({ name }) => name);
}
