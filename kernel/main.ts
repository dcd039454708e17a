/**
 * What a kernel does first. Its three processes start side by side: the two others are spawned before
 * this one loads what it needs itself, so that this file imports little.
 */
import { readFile } from "node:fs/promises";
import { setFlagsFromString } from "node:v8";
import type { Language, SourceLanguage } from "./language/language.ts";
import { type ServerProcess, spawnServer } from "./language/spawn.ts";
import { packageRoot } from "./package-info.ts";
import { spawnRuntime } from "./runtime/spawn.ts";
import { isRunning } from "./spawned.ts";
import { parseConnectionFile } from "./wire/connection-file.ts";

/**
 * Runs a kernel for the current folder until a front end, a signal or the end of its parent shuts
 * it down, which ends the process. Resolves as soon as it answers.
 *
 * @param connectionFile path of the file that tells the kernel its ports and its key
 * @param options.language what cells are written in; TypeScript unless it is said
 * @throws ConnectionFileError where the file cannot be used; Error where a port cannot be bound
 */
export async function runKernel(
  connectionFile: string,
  options: { language?: SourceLanguage } = {},
): Promise<void> {
  const { language: sourceLanguage = "typescript" } = options;
  // What passes through this process is garbage at once. It is collected when the heap has grown by a fifth,
  // and not when it has doubled: hardly any work, and memory stays flat however many messages come.
  setFlagsFromString("--heap-growing-percent=20");
  const connection = parseConnectionFile(await readFile(connectionFile, "utf8"));
  const cwd = process.cwd();
  const server = startServer(cwd);
  const runtime = spawnRuntime(cwd);
  try {
    const language = loadLanguage(cwd, sourceLanguage, server);
    // Told in its place; here it must not end the process before anybody looks.
    language.catch(() => {});
    const { serve } = await import("./serve.ts");
    await serve(connection, { cwd, sourceLanguage, language, runtime });
  } catch (error) {
    for (const child of [server, runtime]) if (isRunning(child)) child.kill("SIGKILL");
    throw error;
  }
}

/** Undefined where it cannot be started: the language tries again, and says why. */
function startServer(cwd: string): ServerProcess | undefined {
  try {
    return spawnServer(packageRoot, cwd);
  } catch {
    return undefined;
  }
}

/** Loads the language, and has its server prepare for the first cell. */
async function loadLanguage(
  cwd: string,
  sourceLanguage: SourceLanguage,
  server: ServerProcess | undefined,
): Promise<Language> {
  const { createLanguage } = await import("./language/index.ts");
  const language = createLanguage({ cwd, packageRoot, sourceLanguage, server });
  language.start();
  return language;
}
