import v8 from "node:v8";
import vm from "node:vm";

/** Gets what collects garbage, which needs no flag of Deno's. */
export function garbageCollector(): () => void {
  v8.setFlagsFromString("--expose-gc");
  return vm.runInNewContext("gc");
}
