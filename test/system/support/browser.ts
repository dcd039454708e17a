/** The browser of system tests. */
import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

/** The browser: TUNEBOOK_CHROMIUM, else where Debian has it; undefined if there is none. */
export const browserPath: string | undefined = [
  process.env["TUNEBOOK_CHROMIUM"],
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
].find((path) => path !== undefined && existsSync(path));

/** Milliseconds that a browser may take to start on a machine that is busy with other tests. */
const START_LIMIT = 120_000;

/** Starts the browser, without a window and without what it asks of the network for itself. */
export function openBrowser(...args: string[]): Promise<Browser> {
  return chromium.launch({
    executablePath: browserPath!,
    timeout: START_LIMIT,
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      ...args,
    ],
  });
}
