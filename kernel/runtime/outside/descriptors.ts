/** JavaScript that writes to descriptors 1 and 2 by `node:fs`, or past the streams: output like any other. */
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { format } from "node:util";
import { print, printBytes, printText } from "../output.ts";

type Name = "stdout" | "stderr";
type Bytes = Uint8Array;
type Call = (...given: unknown[]) => unknown;

const FILES: Record<string, Name> = {
  "/dev/stdout": "stdout",
  "/dev/stderr": "stderr",
  "/dev/fd/1": "stdout",
  "/dev/fd/2": "stderr",
};

const streamOf = (target: unknown): Name | undefined =>
  target === 1 ? "stdout" : target === 2 ? "stderr" : FILES[String(target)];

/** Patches the calls of `node:fs` that write to an open descriptor, and `process._rawDebug`, by which Node warns. */
export function patchDescriptors(): void {
  replace("writeSync", (name, [, data, ...rest]) => write(name, data, rest));
  replace("writevSync", (name, [, list]) => writeList(name, list));
  replace(
    "writeFileSync",
    (name, [, data, options]) => void write(name, data, [0, encodingOf(options)]),
  );
  replace(
    "appendFileSync",
    (name, [, data, options]) => void write(name, data, [0, encodingOf(options)]),
  );
  replaceAsync("write", (name, [, data, ...rest]) => write(name, data, rest));
  replaceAsync("writev", (name, [, list]) => writeList(name, list));
  (process as unknown as Record<string, unknown>)["_rawDebug"] = (...given: unknown[]) =>
    print("stderr", `${format(...given)}\n`);
  syncBuiltinESMExports();
}

function replace(method: keyof typeof fs, put: (name: Name, given: unknown[]) => unknown): void {
  patch(method, (original, given) => {
    const name = streamOf(given[0]);
    return name === undefined ? original(...given) : put(name, given);
  });
}

function replaceAsync(method: "write" | "writev", put: (name: Name, given: unknown[]) => number) {
  patch(method, (original, given) => {
    const name = typeof given[0] === "number" ? streamOf(given[0]) : undefined;
    const done = given.at(-1);
    if (name === undefined || typeof done !== "function") return original(...given);
    const written = put(name, given.slice(0, -1));
    process.nextTick(done as Call, null, written, given[1]);
    return undefined;
  });
}

function patch(method: keyof typeof fs, how: (original: Call, given: unknown[]) => unknown): void {
  const original = fs[method] as unknown as Call;
  const patched = (...given: unknown[]): unknown => how(original, given);
  Object.defineProperty(patched, "name", { value: method });
  // `util.promisify` asks the function itself what its promise gives.
  for (const symbol of Object.getOwnPropertySymbols(original)) {
    const descriptor = Object.getOwnPropertyDescriptor(original, symbol)!;
    Object.defineProperty(patched, symbol, descriptor);
  }
  (fs as unknown as Record<string, unknown>)[method] = patched;
}

/** `rest` as `writeSync` takes it: of bytes an offset (or options) and a length, of a text a position and an encoding. */
function write(name: Name, data: unknown, rest: unknown[]): number {
  if (!ArrayBuffer.isView(data)) {
    const encoding = (rest[1] ?? "utf8") as BufferEncoding;
    printText(name, String(data), encoding);
    return Buffer.byteLength(String(data), encoding);
  }
  const given = typeof rest[0] === "object" && rest[0] !== null ? (rest[0] as object) : undefined;
  const { offset = 0, length } = (given ?? { offset: rest[0] ?? 0, length: rest[1] }) as {
    offset?: number;
    length?: unknown;
  };
  const all = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const part = all.subarray(offset, typeof length === "number" ? offset + length : undefined);
  printBytes(name, part);
  return part.length;
}

function writeList(name: Name, list: unknown): number {
  return (list as Bytes[]).reduce((sum, bytes) => sum + write(name, bytes, []), 0);
}

function encodingOf(options: unknown): unknown {
  return typeof options === "string"
    ? options
    : (options as { encoding?: unknown } | null)?.encoding;
}
