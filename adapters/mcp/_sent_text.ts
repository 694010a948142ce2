import { type ImageApi, imageBlock } from "../shared/image_block.ts";
import type { McpResultPart } from "./types.ts";

/**
 * A result as a model is sent it that takes images in results: the texts, and
 * the JSON of each image's part. It is what such a request is measured by.
 */
export function sentText(
  parts: readonly McpResultPart[],
  api: ImageApi,
): string {
  return parts.map((part) =>
    part.type === "text" ? part.text : JSON.stringify(imageBlock(part, api))
  ).join("\n");
}
