// The browser that the tests drive.
import { existsSync } from "node:fs";
import { debian } from "./debian.mjs";

const places = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/** Path of a Chromium, installed where we are root on Debian; undefined where there is none. */
export function ensureChromium() {
  const named = process.env.TUNEBOOK_CHROMIUM;
  if (named) return named;
  const find = () => places.find((path) => existsSync(path));
  return find() ?? (debian(["chromium"], "the browser that the tests drive") ? find() : undefined);
}
