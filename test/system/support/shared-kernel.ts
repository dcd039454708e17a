/**
 * One kernel for all tests of a file or a `describe`, in a folder of its own.
 *
 *     const { folder, execute } = sharedKernel();
 *     test("adds", async () => expect(text(await execute("1 + 1"))).toBe("2"));
 */
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import {
  type ExecuteOptions,
  type KernelClient,
  type KernelOptions,
  type Run,
  startKernel,
} from "./kernel-client.ts";

/** Such a kernel. */
export interface SharedKernel {
  /** Where it runs; there from the beginning, so that files can be put into it. */
  readonly folder: string;
  /** There once the tests run. */
  readonly kernel: KernelClient;
  /** Runs a cell. */
  readonly execute: (code: string, options?: ExecuteOptions) => Promise<Run>;
}

/**
 * Starts before the tests around it; ends and is removed after them.
 *
 * @param options how it is started, asked for when it is
 */
export function sharedKernel(options: () => Omit<KernelOptions, "cwd"> = () => ({})): SharedKernel {
  const scratch = realpathSync(mkdtempSync(join(tmpdir(), "tunebook-shared-")));
  const folder = join(scratch, "notebooks");
  mkdirSync(folder);
  let kernel: KernelClient | undefined;
  beforeAll(async () => {
    kernel = await startKernel({ cwd: folder, ...options() });
  });
  afterAll(async () => {
    await kernel?.[Symbol.asyncDispose]();
    rmSync(scratch, { recursive: true, force: true });
  });
  return {
    folder,
    get kernel() {
      return kernel!;
    },
    execute: (code, given) => kernel!.execute(code, given),
  };
}

/** The result of a cell, as text. */
export const text = (run: Run): unknown => run.result?.["text/plain"];
