// Another Node than the one at hand: installs it into `.cache/`, and runs it with what follows.
//
//   node scripts/other-node.mjs 24                                            prints its path
//   node scripts/other-node.mjs 24 node_modules/vitest/vitest.mjs run test/kernel test/lib
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { NODES, ensureNode } from "./setup/other-node.mjs";
import { fail } from "./setup/say.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const [major, ...args] = process.argv.slice(2);
if (!(major in NODES)) {
  fail(
    `name a version, ${Object.keys(NODES).join(" or ")}: node scripts/other-node.mjs 24 [ARGUMENTS]`,
  );
}
const executable = ensureNode(root, major);
if (executable === undefined) {
  fail(`Node ${NODES[major]} cannot be installed here; name one in TUNEBOOK_NODE_${major}.`);
}
if (args.length === 0) process.stdout.write(`${executable}\n`);
else process.exitCode = spawnSync(executable, args, { cwd: root, stdio: "inherit" }).status ?? 1;
