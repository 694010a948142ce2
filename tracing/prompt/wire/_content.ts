import { isJson, type Json } from "../../base/json.ts";
import { objects, type PromptPart, string } from "./_part.ts";

/** The text of content, as a part holds it. */
export type ContentText = Pick<
  PromptPart,
  "text" | "given" | "readable" | "media"
>;

/** Where a prompt may be cached up to, as vendors and gateways mark it. */
const MARKS: readonly string[] = [
  "cache_control",
  "cachePoint",
  "prompt_cache_breakpoint",
];

/** Members of a block that the model is not given. */
const UNSEEN: readonly string[] = [
  ...MARKS,
  "id",
  "call_id",
  "tool_use_id",
  "approval_request_id",
  "status",
  "signature",
];

/** Types of blocks that are no text: images, sounds, films and files. */
const MEDIA =
  /^(input_)?(image|image_url|audio|video|video_url|file|document)$|^computer_screenshot$/;

/** The content of a message, one text each: a string, or blocks. */
export function contentTexts(content: unknown): ContentText[] {
  if (typeof content === "string") {
    return content === "" ? [] : [ofText(content)];
  }
  return blocksIn(content).map(blockText);
}

/** The blocks of content; one that only marks a place is none. */
export function blocksIn(content: unknown): Json[] {
  return objects(content).filter((block) => {
    const names = Object.keys(block);
    return names.length === 0 || names.some((name) => !MARKS.includes(name));
  });
}

/** The content of a tool's result, as one text. */
export function resultText(content: unknown): ContentText {
  if (typeof content === "string") return { text: content };
  const blocks = blocksIn(isJson(content) ? [content] : content).map(blockText);
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
  const given = seen(value);
  return given === value ? json : JSON.stringify(given);
}

/** An object without what the model does not see; the same if all is seen. */
export function seen(value: Json): Json {
  if (!UNSEEN.some((name) => name in value)) return value;
  const given = { ...value };
  for (const name of UNSEEN) delete given[name];
  return given;
}

function ofText(text: string): ContentText {
  return { text };
}
