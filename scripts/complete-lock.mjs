// Completes package-lock.json with the binaries of the platforms that this machine's registry does
// not serve: npm leaves them out of the lock that it writes here, and then refuses `npm ci`, on
// every platform. Run after `npm install`; `--check` only says whether something is missing.
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const file = join(dirname(fileURLToPath(import.meta.url)), "..", "package-lock.json");
const lock = JSON.parse(readFileSync(file, "utf8"));
const systems = ["android", "darwin", "freebsd", "linux", "openharmony", "win32"];
const processors = { "arm-eabi": "arm", "arm-gnueabihf": "arm", "arm-musleabihf": "arm" };

/** `@oxlint/binding-linux-arm64-musl` → what its package.json says of where it runs. */
function platform(name) {
  const [, os, rest] = /binding-([a-z0-9]+)-(.+)$/.exec(name) ?? [];
  if (!systems.includes(os)) return undefined;
  const cpu = processors[rest] ?? rest.replace(/-(gnu|musl|msvc)$/, "");
  const libc = os === "linux" && (rest.includes("musl") ? "musl" : "glibc");
  return { cpu: [cpu], ...(libc && { libc: [libc] }), os: [os] };
}

const added = [];
for (const [path, { optionalDependencies = {} }] of Object.entries(lock.packages)) {
  if (path === "") continue;
  for (const [name, version] of Object.entries(optionalDependencies)) {
    const place = `node_modules/${name}`;
    const where = platform(name);
    if (lock.packages[place] || !where) continue;
    const { dev, engines } = lock.packages[path];
    lock.packages[place] = {
      version,
      cpu: where.cpu,
      ...(dev && { dev }),
      ...(where.libc && { libc: where.libc }),
      license: "MIT",
      optional: true,
      os: where.os,
      ...(engines && { engines }),
    };
    added.push(name);
  }
}
const [root, ...rest] = Object.entries(lock.packages);
lock.packages = Object.fromEntries([root, ...rest.toSorted(([a], [b]) => (a < b ? -1 : 1))]);
if (process.argv.includes("--check")) {
  if (added.length) {
    process.stderr.write(
      `package-lock.json lacks ${added.join(", ")}: node scripts/complete-lock.mjs\n`,
    );
    process.exitCode = 1;
  }
} else {
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  process.stdout.write(`package-lock.json: ${added.length} platforms added\n`);
}
