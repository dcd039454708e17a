/** A kernel under one of its kernelspecs, and what a run of a cell has shown. */
import { join } from "node:path";
import { afterAll, beforeAll, expect } from "vitest";
import {
  type ExecuteOptions,
  type KernelClient,
  type KernelOptions,
  type Run,
  startKernel,
} from "../support/kernel-client.ts";
import { root } from "../support/run.ts";

/** Something that a cell has shown: its kind of message, its representations, and its display id. */
export interface Shown {
  type: string;
  data: Record<string, unknown>;
  metadata: Record<string, unknown>;
  id?: string;
}

/** The displays of a run and its result, in order. */
export function shown(run: Run): Shown[] {
  return run.outputs
    .filter(({ content }) => content["data"] !== undefined && content["comm_id"] === undefined)
    .map(({ header, content }) => {
      const { data, metadata, transient } = content as unknown as Omit<Shown, "type"> & {
        transient?: { display_id?: string };
      };
      const id = transient?.display_id;
      return { type: header.msg_type, data, metadata, ...(id === undefined ? {} : { id }) };
    });
}

/** The kernel of a suite, and how its cells are run. */
export interface Notebook {
  readonly kernel: KernelClient;
  /** Runs a cell that must not fail. */
  run(code: string, options?: ExecuteOptions): Promise<Run>;
  /** Runs a cell that must fail. */
  fails(code: string): Promise<{ ename: string; evalue: string; traceback: string[] }>;
}

/** One kernel for all tests of a file, under the kernelspec of `language`. */
export function notebookIn(
  language: "typescript" | "javascript",
  options: () => KernelOptions = () => ({}),
): Notebook {
  let kernel: KernelClient | undefined;
  beforeAll(async () => {
    const entry = join(root, "dist", "kernel", "entry.js");
    const command = [process.execPath, entry, "--language", language];
    kernel = await startKernel({ command, ...options() });
  });
  afterAll(() => kernel?.[Symbol.asyncDispose]());
  return {
    get kernel() {
      return kernel!;
    },
    async run(code, given) {
      const run = await kernel!.execute(code, given);
      expect(run.error?.traceback.join("\n")).toBeUndefined();
      return run;
    },
    async fails(code) {
      const { error } = await kernel!.execute(code);
      expect(error).toBeDefined();
      return error!;
    },
  };
}
