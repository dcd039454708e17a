/** What cells print: `process.stdout`, `process.stderr` and so `console`, put on the ordered channel. */
import childProcess, { type ChildProcess } from "node:child_process";
import { syncBuiltinESMExports } from "node:module";
import { outputCell } from "./cell.ts";
import { mark, sendStream } from "./channel.ts";

const isView = ArrayBuffer.isView;

/** Sends `text` as output of the current cell. */
export function print(name: "stdout" | "stderr", text: string): void {
  if (text !== "") sendStream(outputCell()?.id ?? 0, name, text);
}

/** Redirects the process's own streams; from here on nothing of JavaScript's reaches descriptors 1 and 2. */
export function patchOutput(): void {
  patchStream(process.stdout, "stdout");
  patchStream(process.stderr, "stderr");
  alignChildProcesses();
}

function patchStream(stream: NodeJS.WriteStream, name: "stdout" | "stderr"): void {
  const write = (
    chunk: string | Uint8Array,
    encoding?: BufferEncoding | ((error?: Error | null) => void),
    callback?: (error?: Error | null) => void,
  ): boolean => {
    const done = typeof encoding === "function" ? encoding : callback;
    if (typeof chunk === "string") {
      const plain = typeof encoding !== "string" || encoding === "utf8" || encoding === "utf-8";
      print(name, plain ? chunk : decode(name, Buffer.from(chunk, encoding)));
    } else if (isView(chunk)) {
      print(name, decode(name, chunk));
    } else {
      throw new TypeError(
        `process.${name}.write takes a string or bytes, and was given ${chunk === null ? "null" : typeof chunk}`,
      );
    }
    if (done) process.nextTick(done, null);
    return true;
  };
  Object.defineProperty(stream, "write", {
    value: write,
    writable: true,
    configurable: true,
    enumerable: false,
  });
}

function decode(name: "stdout" | "stderr", bytes: Uint8Array): string {
  return outputCell()?.decode(name, bytes) ?? Buffer.from(bytes).toString("utf8");
}

/**
 * A child process with inherited output writes to descriptors 1 and 2 between two prints of its cell;
 * a marker keeps the order: before and after a synchronous one, and where another one has ended.
 */
function alignChildProcesses(): void {
  for (const name of ["execSync", "execFileSync", "spawnSync"] as const) {
    const original = childProcess[name] as (...given: unknown[]) => unknown;
    const aligned = (...given: unknown[]): unknown => {
      mark();
      try {
        return original(...given);
      } finally {
        mark();
      }
    };
    Object.defineProperty(aligned, "name", { value: name });
    (childProcess as unknown as Record<string, unknown>)[name] = aligned;
  }
  for (const name of ["spawn", "fork"] as const) {
    const original = childProcess[name] as (...given: unknown[]) => ChildProcess;
    const aligned = (...given: unknown[]): ChildProcess => {
      const child = original(...given);
      // Whoever waits for its end prints after what it printed.
      if (!child.stdout || !child.stderr) child.prependListener("exit", mark);
      return child;
    };
    Object.defineProperty(aligned, "name", { value: name });
    (childProcess as unknown as Record<string, unknown>)[name] = aligned;
  }
  syncBuiltinESMExports();
}
