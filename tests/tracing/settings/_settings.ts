import { assertEquals } from "@std/assert";
import {
  type ProgramOptions,
  type ProgramResult,
  runJson,
} from "../_program.ts";

/** How the environment was understood. */
export interface Settings {
  readonly exporters: {
    readonly otlp?: string;
    readonly console: boolean;
    readonly file?: string;
  };
  readonly otlp?: {
    readonly url: string;
    readonly protocol: string;
    readonly headers: Record<string, string>;
    readonly timeoutMs: number;
    readonly gzip: boolean;
    readonly tls?: unknown;
  };
  readonly serviceName: string;
  readonly resource: Record<string, string>;
  readonly sampler: { readonly parentBased: boolean; readonly ratio: number };
  readonly batch: Record<string, number>;
  readonly limits: Record<string, number>;
  readonly propagators: readonly string[];
}

/** Reads settings in a program with this environment. */
export function readSettings(
  env: Record<string, string>,
  options: ProgramOptions = {},
): Promise<ProgramResult & { readonly json: Settings }> {
  return runJson<Settings>("settings", { ...options, env });
}

/** Reads settings that cannot all be used: one line says what cannot. */
export async function readBadSettings(
  env: Record<string, string>,
  line: string,
  options: ProgramOptions = {},
): Promise<Settings> {
  const { json, stderr } = await readSettings(env, options);
  assertEquals(stderr, `turnspan: Cannot use ${line}\n`);
  return json;
}
