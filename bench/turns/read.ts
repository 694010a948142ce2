/**
 * Reads a large trace file, and prints how long it took, and what it took of the
 * processor and in memory. Argument: `bytes` only reads it, `parse` parses each
 * line, `turns` finds the largest turns.
 *
 * @module
 */

import { main } from "../../turns/main.ts";
import { processIo } from "../../turns/command/io.ts";
import { cpuOf, mostMemory, print } from "../shared/ways.ts";
import { SPANS, traceFile } from "./trace_file.ts";

const WAYS: Readonly<Record<string, () => Promise<unknown>>> = {
  bytes: async () => {
    let lines = 0;
    using file = await Deno.open(traceFile());
    for await (const chunk of file.readable) {
      for (let i = chunk.indexOf(10); i >= 0; i = chunk.indexOf(10, i + 1)) {
        lines++;
      }
    }
    check(lines);
  },
  parse: async () => {
    let lines = 0;
    let rest = "";
    using file = await Deno.open(traceFile());
    const text = file.readable.pipeThrough(new TextDecoderStream());
    for await (const chunk of text) {
      const all = (rest + chunk).split("\n");
      rest = all.pop() ?? "";
      for (const line of all) if (JSON.parse(line)) lines++;
    }
    check(lines);
  },
  turns: async () => {
    let printed = "";
    const code = await main([traceFile()], {
      ...processIo(),
      out: (text) => {
        printed += text;
        return Promise.resolve();
      },
    });
    check(code === 0 && printed !== "" ? SPANS : 0);
  },
};

function check(spans: number): void {
  if (spans === SPANS) return;
  throw new Error(`Cannot measure: ${spans} of ${SPANS} spans were read`);
}

const begin = performance.now();
const cpu = await cpuOf(WAYS[Deno.args[0]!]!);
const seconds = (performance.now() - begin) / 1e3;
print({ seconds, cpu: cpu / 1e6, rss: mostMemory() });
