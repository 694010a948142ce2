import type { Json } from "../../tracing/base/json.ts";

/** An object with other members; the same object where it has them already. */
export function withMembers(object: Json, members: Json): Json {
  const differs = Object.entries(members).some(([name, value]) =>
    object[name] !== value
  );
  return differs ? { ...object, ...members } : object;
}
