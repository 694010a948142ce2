// Taken from jsr:@std/cli@1.0.32, parse_args.ts (MIT): as it types the options
// that are used here, where the names of the flags are known at run time only.
export interface ParseOptions {
  "--"?: boolean;
  alias?: Record<string, string>;
  boolean?: readonly string[];
  string?: readonly string[];
  collect?: readonly string[];
}
export interface Args {
  [name: string]: unknown;
  _: (string | number)[];
  "--": string[];
}
export function parseArgs(args: string[], options?: ParseOptions): Args;
