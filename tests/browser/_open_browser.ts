import { type Browser, chromium } from "playwright-core";
import { siteEnvironment } from "./_environment.ts";

/**
 * Opens a browser with a profile of its own, which reaches nothing but
 * loopback.
 *
 * @returns It. It has to be closed.
 */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: siteEnvironment().chromium,
    // Chromium refuses to be root's in its sandbox, as it would be in a
    // container.
    chromiumSandbox: Deno.uid() !== 0,
    args: ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"],
  });
}
