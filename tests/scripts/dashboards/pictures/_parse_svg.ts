/** An element of a picture. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: (Element | string)[];
}

const TOKEN = /<(\/?)([\w:-]+)((?:\s+[\w:-]+="[^"<]*")*)(\/?)>|([^<]+)/y;
const ENTITIES: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  "#39": "'",
};

/**
 * Reads XML, as strictly as a browser does, of the kind that a picture needs: no
 * declarations, comments or entities of its own.
 */
export function parseSvg(text: string): Element {
  const top: Element = { name: "", attributes: {}, children: [] };
  const open = [top];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex;
    const found = TOKEN.exec(text);
    if (found === null) throw new SyntaxError(`No XML at ${at}`);
    const [, close, name = "", attributes = "", alone, content] = found;
    const parent = open.at(-1) ?? top;
    if (content !== undefined) {
      parent.children.push(decoded(content));
    } else if (close) {
      if (open.pop()?.name !== name) {
        throw new SyntaxError(`</${name}> at ${at}`);
      }
    } else {
      const read = { name, attributes: attributesOf(attributes), children: [] };
      parent.children.push(read);
      if (!alone) open.push(read);
    }
  }
  const [root, end] = top.children;
  if (open.length !== 1 || typeof root !== "object" || end !== "\n") {
    throw new SyntaxError("Not one element");
  }
  return root;
}

/** All elements of a name, wherever they stand. */
export function elements(within: Element, name: string): Element[] {
  return within.children.flatMap((child) =>
    typeof child === "string"
      ? []
      : [...(child.name === name ? [child] : []), ...elements(child, name)]
  );
}

/** The text that stands directly in an element, as one sees it. */
export function textOf(element: Element): string {
  return element.children.filter((child) => typeof child === "string")
    .join("");
}

function attributesOf(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (
    const [, name = "", value = ""] of text.matchAll(/([\w:-]+)="([^"]*)"/g)
  ) {
    if (Object.hasOwn(found, name)) throw new SyntaxError(`${name} twice`);
    found[name] = decoded(value);
  }
  return found;
}

function decoded(text: string): string {
  // deno-lint-ignore no-control-regex
  if (/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/.test(text)) {
    throw new SyntaxError("A sign that XML cannot hold");
  }
  return text.replaceAll(/&([^;]*)(;?)/g, (all, name, end) => {
    const sign = end === ";" ? ENTITIES[name] : undefined;
    if (sign === undefined) throw new SyntaxError(`No entity: ${all}`);
    return sign;
  });
}
