import { ASSETS } from "./data/assets.ts";

/** What a tool hands back: the part of MCP's result that the demo uses. */
export interface ToolResult {
  /** The text for the model. */
  content: { type: "text"; text: string }[];
  /** Whether the call failed. */
  isError?: boolean;
  /** MCP leaves room for more. */
  [key: string]: unknown;
}

/** A result that holds a value, as compact JSON. */
export function ok(value: unknown): ToolResult {
  return { content: [{ type: "text", text: JSON.stringify(value) }] };
}

/** A failed result: what could not be done, and what there is instead. */
export function failed(message: string): ToolResult {
  return { content: [{ type: "text", text: message }], isError: true };
}

/** Names as they stand in an error message. */
export function listed(names: Iterable<string>): string {
  return [...names].map((name) => `"${name}"`).join(", ");
}

/** The failed result for an asset that does not exist. */
export function unknownAsset(id: string): ToolResult {
  return failed(
    `Cannot find asset "${id}": the assets are ${
      listed(ASSETS.map((asset) => asset.id))
    }`,
  );
}
