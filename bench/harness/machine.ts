import { cpus, type as osName } from "node:os";
import type { Machine } from "./results.ts";

/**
 * Describes the machine, with nothing that tells whose it is.
 *
 * @returns What a table of figures is read with.
 */
export function thisMachine(): Machine {
  const { arch } = Deno.build;
  const { v8 } = Deno.version;
  return {
    cpu: cpus()[0]?.model.trim() ?? arch,
    cores: navigator.hardwareConcurrency,
    memoryGB: Math.round(Deno.systemMemoryInfo().total / 2 ** 30),
    os: `${osName()} ${Deno.osRelease().split("-")[0]}, ${arch}`,
    deno: `${Deno.version.deno} (V8 ${v8})`,
  };
}
