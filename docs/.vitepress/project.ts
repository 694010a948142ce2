/** Where the project lives. What has no address yet is left out everywhere. */
export interface Project {
  /** The repository, without a slash at its end. */
  readonly repository?: string;
  /** The site, with a slash at its end. */
  readonly site?: string;
}

/**
 * The one place where an address of the project stands. Edit links, the link to
 * the repository, the sitemap, the folder that the site is served from, the
 * addresses in `llms.txt` and the command that clones are made from it.
 */
export const PROJECT: Project = {};

/** What of the site's configuration depends on an address. */
export interface AddressConfig {
  /** The folder that the site is served from. */
  readonly base: string;
  /** The sitemap, which needs whole addresses. */
  readonly sitemap?: { hostname: string };
  /** What goes into the theme's configuration. */
  readonly themeConfig: {
    readonly editLink?: { pattern: string; text: string };
    readonly socialLinks?: { icon: "github"; link: string }[];
  };
}

/** Makes of the addresses what the site shows of them. */
export function addressConfig({ repository, site }: Project): AddressConfig {
  return {
    base: site === undefined ? "/" : new URL(site).pathname,
    ...(site !== undefined && { sitemap: { hostname: site } }),
    themeConfig: repository === undefined ? {} : {
      editLink: {
        pattern: `${repository}/edit/main/docs/:path`,
        text: "Edit this page",
      },
      socialLinks: [{ icon: "github", link: repository }],
    },
  };
}

/** Puts the command that clones in the place of `<!-- clone -->` on a page. */
export function withCloneCommand(
  page: string,
  { repository }: Project,
): string {
  const folder = repository?.slice(repository.lastIndexOf("/") + 1);
  return page.replace(
    /^<!-- clone -->\n+/m,
    repository === undefined
      ? ""
      : `\`\`\`sh\ngit clone ${repository}\ncd ${folder}\n\`\`\`\n\n`,
  );
}
