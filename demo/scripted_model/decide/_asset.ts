import type { Json } from "../../../tracing/base/json.ts";
import { text } from "./json.ts";
import { words } from "./_names.ts";

/** An asset as the `assets` tool gives it. */
export interface KnownAsset {
  /** Identifier. */
  readonly id: string;
  /** Name that people use. */
  readonly name: string;
  /** Type, where it is known. */
  readonly type?: string | undefined;
}

/** The asset in an object of a list; none if it has no id. */
export function knownAsset(asset: Json): KnownAsset[] {
  const [id, name, type] = [asset.id, asset.name, asset.type].map(text);
  return id === undefined ? [] : [{ id, name: name ?? id, type }];
}

/** The first of the assets that the first of the texts names. */
export function firstNamed(
  assets: readonly KnownAsset[],
  texts: readonly string[],
): KnownAsset | undefined {
  for (const text of texts.map(words)) {
    const named = assets.filter(({ id, name }) =>
      text.includes(words(name)) || text.includes(words(id))
    );
    if (named.length > 0) return named[0];
  }
  return undefined;
}

/** Before any list was read: a name of letters with a number, as assets have. */
export function guessed(texts: readonly string[]): KnownAsset | undefined {
  for (const text of texts) {
    const [, kind, number] =
      /\b(chiller|cooling[ _-]tower|pump|ahu)[ #_-]*(\d+)\b/i.exec(text) ?? [];
    if (kind === undefined || number === undefined) continue;
    const name = `${kind} ${number}`;
    const id = name.toUpperCase().replace(/[ _]+/g, "-");
    const type = kind.toLowerCase().replace(/[ -]/, "_");
    return { id, name: titleOf(id), type };
  }
  return undefined;
}

/** A name for an id: "Cooling Tower 1" for `COOLING-TOWER-1`. */
export function titleOf(id: string): string {
  return id.split("-").map((word) =>
    word.length <= 3 ? word : word[0] + word.slice(1).toLowerCase()
  ).join(" ");
}
