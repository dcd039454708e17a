// `npm test`: all of the set-up, then everything that is checked. Arguments go to vitest:
// `npm test -- test/lib/space`. Where a tool is missing the suites that need it are skipped by
// name, with what to install; under CI a skipped test is a failure.
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { counted, secondLook } from "./second-look.mjs";
import { ensureChromium } from "./setup/chromium.mjs";
import { ensureDeno } from "./setup/deno.mjs";
import { NODES, ensureNode } from "./setup/other-node.mjs";
import { build, installPackages } from "./setup/packages.mjs";
import { ensurePython } from "./setup/python.mjs";
import { fail, run, say } from "./setup/say.mjs";
import { ensureTmux } from "./setup/tmux.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const ci = Boolean(process.env.CI);
const only = process.argv.slice(2);

installPackages(root);
const tools = {
  TUNEBOOK_PYTHON: process.env.TUNEBOOK_PYTHON ?? ensurePython(root, "tests"),
  TUNEBOOK_CHROMIUM: ensureChromium(),
  TUNEBOOK_DENO: ensureDeno(root),
  TUNEBOOK_TMUX: ensureTmux(),
};
for (const major of Object.keys(NODES)) tools[`TUNEBOOK_NODE_${major}`] = ensureNode(root, major);
const remedies = {
  TUNEBOOK_PYTHON: "Python 3.10 or later with venv (Debian: python3-venv)",
  TUNEBOOK_CHROMIUM: "Chromium (Debian: chromium), or name one in TUNEBOOK_CHROMIUM",
  TUNEBOOK_DENO: "Deno (npm: deno), or name one in TUNEBOOK_DENO",
  TUNEBOOK_TMUX: "tmux (Debian: tmux), or name one in TUNEBOOK_TMUX",
};
for (const [major, version] of Object.entries(NODES)) {
  const name = `TUNEBOOK_NODE_${major}`;
  remedies[name] = `Node ${version} (npm: node), or name one in ${name}`;
}
const env = { ...process.env };
for (const [name, path] of Object.entries(tools)) {
  if (path) env[name] = path;
  else if (ci) fail(`the tests need ${remedies[name]}.`);
  else say(`suites that need it are skipped: ${remedies[name]} was not found.`);
}
build(root);

const node = (...args) => [process.execPath, args];
const checks = only.length
  ? []
  : [
      ["types", ...node("node_modules/typescript/bin/tsc", "--noEmit")],
      [
        "types of the browser's code",
        ...node("node_modules/typescript/bin/tsc", "-p", "kernel/frontend/browser"),
      ],
      ["types of the lessons", ...node("node_modules/typescript/bin/tsc", "-p", "notebooks")],
      ["lint", ...node("node_modules/oxlint/bin/oxlint", "--deny-warnings")],
      [
        "format",
        ...node("node_modules/prettier/bin/prettier.cjs", "--check", "--log-level=warn", "."),
      ],
      ["registries", ...node("scripts/registries.mjs", "--check")],
      ["kernels of lib/math", ...node("scripts/build-assembly.mjs", "--check")],
      ["course", ...node("scripts/build-course.mjs", "--check")],
      ["lock file", ...node("scripts/complete-lock.mjs", "--check")],
    ];
const failed = [];
for (const [name, command, args] of checks) {
  say(`checking ${name}`);
  if (!run(command, args, { cwd: root, show: true })) failed.push(name);
}

/** Runs Vitest, shown; gives what its JSON reporter says, or undefined where it did not come to that. */
function runTests(...which) {
  const results = join(root, ".cache", "vitest.json");
  mkdirSync(dirname(results), { recursive: true });
  rmSync(results, { force: true });
  const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${results}`];
  const passed = run(process.execPath, [vitest, "run", ...reporters, ...which], {
    cwd: root,
    show: true,
    env,
  });
  if (!existsSync(results)) return undefined;
  const report = JSON.parse(readFileSync(results, "utf8"));
  return { ...report, success: passed && report.success };
}

const report = runTests(...only);
if (report === undefined) fail("vitest did not run (see above).");
const intermittent = report.success
  ? []
  : secondLook(report, root, (files) => {
      say(`once more, by themselves: ${files.join(", ")}`);
      return runTests(...files);
    });
const { right, wrong, skipped } = counted(report, intermittent);
for (const name of intermittent ?? []) {
  say(`intermittent, to be mended (failed, then passed twice by itself): ${name}`);
}
say(`${right} passed, ${wrong} failed, ${skipped} skipped`);
process.stdout.write(`${right} passed, ${wrong} failed\n`);
if (failed.length) fail(`these checks failed (see above): ${failed.join(", ")}.`);
if (intermittent === undefined) fail("tests failed (see above).");
if (ci && skipped) fail(`${skipped} tests were skipped, which counts as a failure here.`);
