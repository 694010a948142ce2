import { isJson, type Json } from "../../tracing/base/json.ts";
import { partText } from "../shared/content_text.ts";
import { textOf } from "../shared/fields.ts";
import type { McpImage, McpResultPart } from "./types.ts";

/** The images that every vendor takes which takes any. */
const IMAGES = ["image/png", "image/jpeg", "image/gif", "image/webp"];

/** The longest base64 of an image: a vendor refuses the request for more. */
const MAX_IMAGE = 5 * 1024 * 1024;

/** The beginning of a URL that holds its data. */
const DATA_URL = /^data:([^;,]*)[^,]*;base64,/;

/** Base64 from here on is no text for a model. */
const LONG = 256;

/** Reads a part of a tool's result: an image, or a text that stands for it. */
export function resultPart(part: unknown): McpResultPart {
  const text = partText(part);
  if (text !== undefined) return { type: "text", text };
  return imageOf(part) ?? { type: "text", text: lineOf(part) ?? json(part) };
}

/** A result's part as text: for an image, a line with its type and size. */
export function textOfPart(part: McpResultPart): string {
  return part.type === "text" ? part.text : line(part.data, part.mimeType);
}

/** JSON of any value; data in a URL is told by its type and size. */
export function json(value: unknown): string {
  return JSON.stringify(value, (_, item) => {
    if (typeof item !== "string" || item.length < LONG) return item;
    const [start = "", type = ""] = DATA_URL.exec(item) ?? [];
    return start === "" ? item : line(item.slice(start.length), type);
  }) ?? "";
}

/** The image in a part, be it the part itself or a resource in it. */
function imageOf(part: unknown): McpImage | undefined {
  const [given, type, content] = binaryOf(part) ?? [];
  if (given === undefined || content === undefined) return undefined;
  const [start = ""] = DATA_URL.exec(given) ?? [];
  const data = given.slice(start.length);
  const mimeType = type === "image/jpg" ? "image/jpeg" : type ?? "";
  return IMAGES.includes(mimeType) && data !== "" && data.length <= MAX_IMAGE
    ? { type: "image", mimeType, data }
    : undefined;
}

/** What stands for a binary part that is no image. */
function lineOf(part: unknown): string | undefined {
  const [data, type, content] = binaryOf(part) ?? [];
  if (data === undefined || content === undefined) return undefined;
  return line(
    data,
    type ?? textOf(content.type) ?? "data",
    textOf(content.uri),
  );
}

/** The base64 of a part, its type, and what holds both. */
function binaryOf(
  part: unknown,
): readonly [string, string | undefined, Json] | undefined {
  if (!isJson(part)) return undefined;
  const { type, resource } = part;
  const content = type === "resource" && isJson(resource) ? resource : part;
  const mimeType = textOf(content.mimeType)?.toLowerCase();
  const data = content === part ? part.data : content.blob;
  const binary = typeof data === "string" &&
    (content !== part || mimeType !== undefined || type === "image" ||
      type === "audio");
  return binary ? [data, mimeType, content] : undefined;
}

function line(base64: string, type: string, uri?: string): string {
  const padding = /=*$/.exec(base64.slice(-2))?.[0].length ?? 0;
  const bytes = Math.max(0, Math.floor(base64.length * 3 / 4) - padding);
  const shown = uri === undefined || uri.length > LONG ? [] : [uri];
  return `[${[type, size(bytes), ...shown].join(", ")}]`;
}

function size(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  const [value, unit] = bytes < 999_950
    ? [bytes / 1_000, "kB"]
    : [bytes / 1_000_000, "MB"];
  return `${Number(value.toFixed(value < 100 ? 1 : 0))} ${unit}`;
}
