import type { Json } from "../../base/json.ts";
import { objects, type PromptPart, string } from "./_part.ts";

/** The text of content, as a part holds it. */
export type ContentText = Pick<
  PromptPart,
  "text" | "given" | "readable" | "media"
>;

/** Members of a block that the model is not given. */
const UNSEEN: readonly string[] = [
  "cache_control",
  "cachePoint",
  "id",
  "status",
  "signature",
];

/** Types of blocks that are no text: images, sounds, films and files. */
const MEDIA =
  /^(input_)?(image|image_url|audio|video|video_url|file|document)$/;

/** The content of a message, one text each: a string, or blocks. */
export function contentTexts(content: unknown): ContentText[] {
  if (typeof content === "string") {
    return content === "" ? [] : [ofText(content)];
  }
  return objects(content).map(blockText);
}

/** The content of a tool's result, as one text. */
export function resultText(content: unknown): ContentText {
  if (typeof content === "string") return { text: content };
  const blocks = objects(content).map(blockText);
  const joined = (read: (block: ContentText) => string) =>
    blocks.map(read).join("\n");
  const media = blocks.filter(({ media }) => media !== undefined).length;
  return {
    text: joined(({ text }) => text),
    given: joined(({ text, given = text }) => given),
    ...(media > 0 && {
      media,
      readable: joined(({ text, given = text, readable = given }) => readable),
    }),
  };
}

/** The text of a block, or the block's JSON where it has none. */
export function blockText(block: Json): ContentText {
  const text = string(block.text);
  if (text !== undefined) return { text };
  const json = JSON.stringify(block);
  const given = givenJson(block, json);
  return MEDIA.test(string(block.type) ?? "")
    ? { text: json, given, readable: "", media: 1 }
    : { text: json, given };
}

/**
 * The JSON of an object as the model is given it.
 *
 * @param value The object.
 * @param json Its whole JSON.
 * @returns The JSON without what the model does not see.
 */
export function givenJson(value: Json, json = JSON.stringify(value)): string {
  if (!UNSEEN.some((name) => name in value)) return json;
  const seen = { ...value };
  for (const name of UNSEEN) delete seen[name];
  return JSON.stringify(seen);
}

function ofText(text: string): ContentText {
  return { text };
}
