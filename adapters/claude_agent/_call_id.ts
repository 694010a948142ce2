import { fieldsOf, textOf } from "../shared/fields.ts";

/** Where the CLI says which call of a model's a request to an MCP server is. */
const CALL_ID = "claudecode/toolUseId";

/** The id that the model gave a call, from the parameters of its request. */
export function callIdOf(params: unknown): string | undefined {
  return textOf(fieldsOf(fieldsOf(params)._meta)[CALL_ID]);
}
