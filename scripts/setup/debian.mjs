// Debian's packages, where we are root on such a system; elsewhere the caller says what to install.
import { existsSync } from "node:fs";
import { run, say } from "./say.mjs";

let updated = false;

/** Installs packages with apt-get, saying so; false where that is not ours to do or failed. */
export function debian(packages, what) {
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return false;
  say(`installing ${what} with apt-get: ${packages.join(" ")}`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  updated ||= run("apt-get", ["update", "-q"], { env });
  return run("apt-get", ["install", "-q", "-y", "--no-install-recommends", ...packages], { env });
}
