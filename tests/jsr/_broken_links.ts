import type { JsrPackage } from "./_jsr_package.ts";

/**
 * The links of a package's Markdown files that lead nowhere in the package,
 * each as `/docs/page.md: ./other.md#part`.
 *
 * JSR resolves them as a repository does: against the folder of the file. What
 * comes after `#` has to be an anchor that JSR, a repository and our site make
 * of the same heading.
 */
export function brokenLinks(files: JsrPackage["files"]): string[] {
  const pages = [...files].filter(([path]) => path.endsWith(".md")).map((
    [path, bytes],
  ): [string, string] => [path, withoutCode(new TextDecoder().decode(bytes))]);
  const texts = new Map(pages);
  return pages.flatMap(([path, text]) =>
    links(text).filter((link) => {
      const { pathname, hash } = new URL(link, `file://${path}`);
      const isThere = files.has(pathname) && !link.startsWith("/");
      return !isThere || (hash !== "" &&
        !anchors(texts.get(pathname) ?? "").includes(hash.slice(1)));
    }).map((link) => `${path}: ${link}`)
  );
}

/** Links in a text that are not to another site. */
function links(text: string): string[] {
  const found = text.matchAll(
    /\]\(([^)\s]+)[^)]*\)|^\[[^\]]+\]:\s*(\S+)|(?:href|src)="([^"]*)"/gm,
  );
  return [...found].map(([, inline, listed, html]) =>
    inline ?? listed ?? html ?? ""
  ).filter((link) => !/^[a-z][a-z+.-]*:/i.test(link));
}

/** Anchors of headings in plain words, of which all renderers make the same. */
function anchors(text: string): string[] {
  return [...text.matchAll(/^#+ (\p{L}[\p{L}\p{N} -]*)\??$/gmu)].map((
    [, heading = ""],
  ) => heading.toLowerCase().replaceAll(" ", "-"));
}

/** The text alone: in code nothing is a link, and a `#` begins a comment. */
function withoutCode(markdown: string): string {
  return markdown.replaceAll(/^( *)(`{3,})[^]*?^\1\2$/gm, "")
    .replaceAll(/`([^`\n]*)`/g, (_, code) => code.replaceAll(/[[\]()]/g, ""));
}
