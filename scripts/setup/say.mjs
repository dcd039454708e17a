// How the set-up speaks: one line per step, problems with their remedy.
import { spawnSync } from "node:child_process";

export const say = (text) => process.stdout.write(`tunebook: ${text}\n`);

/** Ends the process with a sentence on what was wrong and what to do. */
export function fail(text) {
  process.stderr.write(`tunebook: ${text}\n`);
  process.exit(1);
}

/** Runs a command, its output shown only if it fails (or always with `show`); returns whether it succeeded. */
export function run(command, args, { cwd, show = false, env = process.env } = {}) {
  const result = spawnSync(command, args, {
    cwd,
    env,
    stdio: show ? "inherit" : ["ignore", "pipe", "pipe"],
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  const ok = result.status === 0;
  if (!ok && !show) {
    process.stderr.write(
      `${result.error ? `${result.error.message}\n` : ""}${result.stdout ?? ""}${result.stderr ?? ""}`,
    );
  }
  return ok;
}
