import type { McpResultPart } from "../mcp/types.ts";
import { fieldsOf, listOf } from "../shared/fields.ts";
import { type ImageApi, imageBlock } from "../shared/image_block.ts";
import type { ModelRequest } from "./_framework.ts";

/**
 * What a tool's message keeps beside its text: agents put long results into
 * files, and would take an image for one.
 */
export interface KeptImages {
  /** The text, as it was handed on. */
  readonly text: string;
  /** The same with the images in it. */
  readonly parts: readonly McpResultPart[];
}

/**
 * A request with the images of results, in the wire format that its model takes
 * them in; the request itself where there are none, or it takes none.
 */
export function withImages(
  request: ModelRequest,
  api: ImageApi | undefined,
): ModelRequest {
  if (api === undefined) return request;
  const given = request.messages ?? [];
  const messages = given.map((message) => withOwnImages(message, api));
  const changed = messages.some((message, place) => message !== given[place]);
  return changed ? { ...request, messages } : request;
}

function withOwnImages<M>(message: M, api: ImageApi): M {
  const { artifact, content } = fieldsOf(message);
  const { text, parts } = fieldsOf(artifact);
  // A middleware may have shortened it.
  if (!Array.isArray(parts) || text !== content) return message;
  const shown = Object.create(Object.getPrototypeOf(message));
  return Object.assign(shown, message, {
    content: (listOf(parts) as readonly McpResultPart[]).map((part) => {
      if (part.type === "image") return imageBlock(part, api);
      return api === "messages" ? part : { ...part, type: "input_text" };
    }),
  });
}
