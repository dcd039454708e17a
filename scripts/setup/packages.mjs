// The npm packages: installed where they are missing or older than the lock file.
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { fail, run, say } from "./say.mjs";

const [major, minor] = process.versions.node.split(".").map(Number);
if (!((major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22)) {
  fail(
    `Node ${process.versions.node} is too old: Tunebook needs 20.19 or later of 20, or 22.12 and up. Get one from nodejs.org.`,
  );
}

export function installPackages(root) {
  const lock = join(root, "package-lock.json");
  const installed = join(root, "node_modules", ".package-lock.json");
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return;
  say("installing the npm packages (a minute or two)");
  // The native TensorFlow is optional: where its download is not reachable npm goes on without it.
  if (!run("npm", ["ci", "--no-audit", "--no-fund"], { cwd: root })) {
    fail(
      "npm ci failed (see above). If it hangs behind a firewall that drops packets, try: npm ci --omit=optional",
    );
  }
}

export function build(root) {
  say("building");
  if (!run(process.execPath, [join(root, "scripts", "build.mjs")], { cwd: root, show: true })) {
    fail("the build failed (see above).");
  }
}
