import { escapeXml } from "./escape_xml.ts";

/** Attributes of an element; `undefined` ones are left out. */
export type Attributes = Readonly<Record<string, string | number | undefined>>;

/**
 * Writes an element. Its children are elements, or text that is escaped.
 *
 * @param name Its name.
 * @param attributes Its attributes, as they are to be read.
 * @param children What is in it, as it is to be written.
 * @returns The text of the element.
 */
export function element(
  name: string,
  attributes: Attributes,
  ...children: readonly string[]
): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${attributeText(value ?? "")}"`)
    .join("");
  return children.length === 0
    ? `<${name}${written}/>`
    : `<${name}${written}>${children.join("")}</${name}>`;
}

/** A tenth of a pixel is more than anybody sees. */
function attributeText(value: string | number): string {
  return typeof value === "number"
    ? `${Math.round(value * 10) / 10}`
    : escapeXml(value);
}
