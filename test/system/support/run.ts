import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";

/** The project's folder; system tests run what is built in its `dist/`. */
export const root = resolve(import.meta.dirname, "../../..");

/** The command as it is built. */
export const cli = resolve(root, "dist/cli/main.js");

/** The Python that has Jupyter: TUNEBOOK_PYTHON, else the project's own; undefined if there is none. */
export const python: string | undefined = [
  process.env.TUNEBOOK_PYTHON,
  resolve(root, ".python/bin/python"),
  resolve(root, ".python/Scripts/python.exe"),
].find((path) => path !== undefined && existsSync(path));

export interface RunResult {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs a command to its end; a non-zero exit is a result, not an error. */
export function run(
  command: string,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<RunResult> {
  return new Promise((done) => {
    execFile(
      command,
      args,
      { ...options, env: { ...process.env, ...options.env }, maxBuffer: 1 << 28 },
      (error, stdout, stderr) => {
        const code = error ? (typeof error.code === "number" ? error.code : 1) : 0;
        done({ code, stdout, stderr });
      },
    );
  });
}

/** Runs a command that has to succeed; its output is in the error if it does not. */
export async function succeed(...call: Parameters<typeof run>): Promise<RunResult> {
  const result = await run(...call);
  if (result.code !== 0) {
    throw new Error(
      `${call[0]} ${call[1].join(" ")}: exit ${result.code}\n${result.stdout}\n${result.stderr}`,
    );
  }
  return result;
}
