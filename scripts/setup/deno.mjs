// Deno, in whose kernel the figures are tested: npm's package of it, kept in `.cache/` since it is large and
// nothing but that test needs it.
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { run, say } from "./say.mjs";

const VERSION = "2.9.6";

/** Path of a Deno; undefined where it cannot be installed. */
export function ensureDeno(root) {
  const named = process.env.TUNEBOOK_DENO;
  if (named) return named;
  const folder = join(root, ".cache", `deno-${VERSION}`);
  const executable = join(folder, "node_modules", ".bin", "deno");
  if (existsSync(executable)) return executable;
  say("installing Deno, in whose kernel figures are tested");
  mkdirSync(folder, { recursive: true });
  const args = ["install", "--prefix", folder, "--no-audit", "--no-fund", `deno@${VERSION}`];
  return run("npm", args, { cwd: folder }) && existsSync(executable) ? executable : undefined;
}
