/** An image of a tool's result. */
export interface Image {
  /** Its media type. */
  readonly mimeType: string;
  /** Its bytes, in base64. */
  readonly data: string;
}

/** The wire formats that take images in the results of tools. */
export type ImageApi = "messages" | "responses";

/** An image as the part of a result that a wire format has for it. */
export function imageBlock({ mimeType, data }: Image, api: ImageApi): object {
  return api === "messages"
    ? { type: "image", source: { type: "base64", media_type: mimeType, data } }
    : { type: "input_image", image_url: imageUrl({ mimeType, data }) };
}

/** An image as a URL that holds it. */
export function imageUrl({ mimeType, data }: Image): string {
  return `data:${mimeType};base64,${data}`;
}
