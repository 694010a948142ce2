import { fieldsOf } from "../shared/fields.ts";

type Json = Readonly<Record<string, unknown>>;

/**
 * What the CLI would be started with: where the option `env` is given, that is
 * all of it.
 */
export function environment(
  { env }: Json,
): Readonly<Record<string, string | undefined>> {
  return env === undefined
    ? Deno.env.toObject()
    : fieldsOf(env) as Record<string, string | undefined>;
}
