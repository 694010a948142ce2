/**
 * Builds the site, and opens every page of it in a real browser.
 *
 * @module
 */
import { cancelOnInterrupt } from "@turnspan/turnspan";
import { fileURLToPath } from "node:url";
import { serverCode } from "../../cli/server/local_server.ts";
import { err } from "../../cli/shared/terminal.ts";
import type { Command } from "../../command_line/command.ts";
import { runCommand } from "../../command_line/run_command.ts";
import { runDeno } from "../_helpers/run_deno.ts";
import { SITE_VARIABLE, type SiteEnvironment } from "./_environment.ts";
import { findChromium } from "./_find_chromium.ts";

const ROOT = fileURLToPath(import.meta.resolve("../../"));
const SCREENSHOTS = `${ROOT}docs/.vitepress/screenshots`;

const COMMAND = {
  name: "site",
  description: `\
Builds the site and opens every page of it in Chromium, as a phone and a laptop
show it, light and dark. It tells what a reader could not read, what does not
load and which links lead nowhere, and leaves a picture of each page in
docs/.vitepress/screenshots.`,
  flags: {
    page: {
      usage: "--page <path>",
      help: "open the pages whose path contains this",
      read: (text: string) => text,
      expects: "A part of a path, such as /backends",
    },
  },
  after: `\
Chromium is the system's ("apt-get install chromium" on Debian and Ubuntu), or
the program that CHROMIUM names.

Exit codes: 0 passed, 1 failed, or there is no Chromium, 2 bad usage, 130 and
143 interrupted.`,
} as const satisfies Command;

/**
 * Runs the command to its end.
 *
 * @param args The command line.
 * @returns The exit code.
 */
function siteMain(args: readonly string[]): Promise<number> {
  return runCommand(COMMAND, args, async ({ page }) => {
    using interrupt = cancelOnInterrupt();
    const { signal } = interrupt;
    return await serverCode("site", interrupt, async () => {
      const chromium = await findChromium();
      const code = await runDeno(["task", "docs:build"], {
        cwd: ROOT,
        env: {},
        signal,
      });
      return code === 0 ? await runTests(chromium, page, signal) : code;
    });
  });
}

/** Runs the tests of this folder, showing what they print. */
async function runTests(
  chromium: string,
  page: string | undefined,
  signal: AbortSignal,
): Promise<number> {
  const screenshots = SCREENSHOTS;
  await Deno.remove(screenshots, { recursive: true }).catch(() => {});
  await Deno.mkdir(screenshots, { recursive: true });
  err(`A picture of each page is left in ${screenshots}`);
  // What the browser leaves when it is killed goes away with this folder.
  const TMPDIR = await Deno.makeTempDir({ prefix: "site-" });
  const environment: SiteEnvironment = { chromium, screenshots };
  try {
    // Playwright looks at parts of the system that Deno shows only to those
    // who may do everything.
    const args = ["test", "--lock=locks/site.lock", "--frozen", "--quiet"]
      .concat("--no-prompt", "--allow-all")
      .concat(page === undefined ? [] : ["--filter", page], "tests/browser/");
    const env = { TMPDIR, [SITE_VARIABLE]: JSON.stringify(environment) };
    return await runDeno(args, { cwd: ROOT, env, signal });
  } finally {
    await Deno.remove(TMPDIR, { recursive: true }).catch(() => {});
  }
}

if (import.meta.main) Deno.exit(await siteMain(Deno.args));
