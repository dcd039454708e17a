import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { JsonRpc } from "../../language/json-rpc.ts";
import type { DoctorContext, Finding } from "./finding.ts";
import { reinstallCommand } from "./remedies.ts";

/** Milliseconds that the language server may take until it answers. */
const ANSWER_LIMIT_MS = 30_000;

/** Whether the native TypeScript compiler, which completes and checks cells, runs and answers on this machine. */
export async function checkLanguageServer({ packageRoot, cwd }: DoctorContext): Promise<Finding> {
  try {
    const require = createRequire(join(packageRoot, "package.json"));
    // Not among typescript's exports, hence by its file.
    const lookup = join(dirname(require.resolve("typescript/package.json")), "lib/getExePath.js");
    const module = (await import(pathToFileURL(lookup).href)) as { default: () => string };
    const executable = module.default();
    const version = execFileSync(executable, ["--version"], { encoding: "utf8", timeout: 60_000 });
    await greet(executable, cwd);
    return { state: "good", text: `TypeScript's language server: ${version.trim().toLowerCase()}` };
  } catch (error) {
    return {
      state: "bad",
      text: `TypeScript's language server does not run, so that cells have neither completion nor type errors: ${(error as Error).message.split("\n")[0]}`,
      remedy: `Install the packages on this machine, with the optional ones: ${reinstallCommand(packageRoot)}`,
    };
  }
}

/** Starts the server, greets it as an editor does, and ends it. @throws Error where it does not answer */
async function greet(executable: string, cwd: string): Promise<void> {
  const server: ChildProcess = spawn(executable, ["--lsp", "--stdio"], {
    cwd,
    stdio: ["pipe", "pipe", "ignore"],
  });
  const ended = once(server, "exit").then(([code, signal]) => {
    throw new Error(`it ended at once (${String(signal ?? code)})`);
  });
  ended.catch(() => {});
  const rpc = new JsonRpc(server.stdout!, server.stdin!, { request: () => null });
  try {
    const params = { processId: process.pid, rootUri: pathToFileURL(cwd).href, capabilities: {} };
    await Promise.race([rpc.request("initialize", params, ANSWER_LIMIT_MS), ended]);
  } finally {
    if (server.pid !== undefined) server.kill("SIGKILL");
    rpc.end(new Error("The doctor has its answer."));
  }
}
