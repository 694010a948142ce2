import { jsonText } from "../../tracing/base/json_text.ts";
import { printableJson } from "../../tracing/base/printable.ts";
import type { TurnsIo } from "./io.ts";

/** Prints a result as JSON. */
export async function printJson(value: object, io: TurnsIo): Promise<void> {
  await io.out(`${printableJson(jsonText(value, 2) ?? "null")}\n`);
}
