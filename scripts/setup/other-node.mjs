// Other versions of Node than the one that runs this: npm's packages of their executables, kept in `.cache/`.
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { run, say } from "./say.mjs";

/** The versions that the tests know, by their major number. */
export const NODES = { 24: "24.21.0", 26: "26.10.0" };

/** Path of that Node; undefined where it cannot be installed. */
export function ensureNode(root, major) {
  const named = process.env[`TUNEBOOK_NODE_${major}`];
  if (named) return named;
  const version = NODES[major];
  if (version === undefined) return undefined;
  const platform = process.platform === "win32" ? "win" : process.platform;
  const name = `node-${platform}-${process.arch}`;
  const folder = join(root, ".cache", `node-${version}`);
  const program = process.platform === "win32" ? "node.exe" : "node";
  const executable = join(folder, "node_modules", name, "bin", program);
  if (existsSync(executable)) return executable;
  say(`installing Node ${version}, under which kernel and library are tested as well`);
  mkdirSync(folder, { recursive: true });
  const options = ["--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund"];
  const installed = run("npm", ["install", ...options, `${name}@${version}`], { cwd: folder });
  return installed && existsSync(executable) ? executable : undefined;
}
