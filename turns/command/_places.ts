import { absolutePath } from "../../tracing/base/absolute_path.ts";
import { count } from "../draw/format.ts";
import type { TurnsIo } from "./io.ts";
import type { TurnsArgs } from "./turns_command.ts";

/** Where `deno task demo` writes, below the current folder. */
const DEMO_FILE = ".turnspan/demo.jsonl";

/** Where traces are read from. */
export interface Places {
  readonly paths: readonly string[];
  /** Why there, for people. */
  readonly because: string;
  /** Whether neither the command line nor the environment names them. */
  readonly isDefault: boolean;
}

/** Tells where traces are read from. */
export function placesOf(args: TurnsArgs, io: TurnsIo): Places {
  const file = io.env("OTEL_TRACES_FILE");
  const [paths, because] = args.paths.length > 0
    ? [args.paths, "named on the command line"]
    : file !== undefined
    ? [[file], "from OTEL_TRACES_FILE"]
    : [[DEMO_FILE], "the demo's file, since no file is named"];
  return {
    paths: paths.map((path) => absolutePath(path, io.folder)),
    because,
    isDefault: args.paths.length === 0 && file === undefined,
  };
}

/** Says where was read, and how much. */
export function placesRead(places: Places, spans: number | undefined): string {
  const list = places.paths.map((path) => `  ${path}`).join("\n");
  const read = spans === undefined
    ? "  there is no such file"
    : `  ${count(spans)} span${spans === 1 ? "" : "s"} read`;
  return `Looked in (${places.because}):\n${list}\n${read}\n`;
}
