/**
 * The runtime's one way out: JSON lines on descriptor 3, written synchronously, so that whatever a
 * cell did before it crashed has left the process.
 *
 * What is used here is captured while the module loads: user code may replace `JSON`, or add a
 * `toJSON` to every object, and must not be able to break the channel.
 */
import fs from "node:fs";
import { toJson } from "./json.ts";
import { drainSources } from "./outside/sources.ts";
import { MARKER_END, MARKER_START } from "./markers.ts";
import type { ExecutionId, FromRuntime } from "./protocol.ts";

const CHANNEL = 3;
/** Characters from which a text is made bytes once, and is not measured first. */
const LONG_TEXT = 2 ** 13;
/** Printed text goes in pieces of so many characters: while one is written, the one before is already signed and sent. */
const PIECE = 2 ** 18;
const writeSync = fs.writeSync;
const stringify = JSON.stringify;
const fromString = Buffer.from;
const byteLength = Buffer.byteLength;
const { slice, charCodeAt: codeAt } = String.prototype;
const sleepCell = new Int32Array(new SharedArrayBuffer(4));
const sleep = Atomics.wait;

/** Writes all of `text` to `descriptor`, waiting where the pipe is full. */
export function writeWhole(descriptor: number, text: string): void {
  let bytes = text.length < LONG_TEXT ? undefined : fromString(text, "utf8");
  const length = bytes?.length ?? byteLength(text);
  let written = 0;
  while (written < length) {
    try {
      // Nearly always a short text goes at once, which costs half as much without a buffer.
      if (bytes === undefined && written === 0) written = writeSync(descriptor, text);
      else written += writeSync(descriptor, (bytes ??= fromString(text, "utf8")), written);
    } catch (error) {
      // A pipe that something set to non-blocking is full: the kernel process is reading, wait.
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
      sleep(sleepCell, 0, 0, 1);
    }
  }
}

/** Sends a message. Never throws for want of a reader: there is nobody left to tell. */
export function send(message: FromRuntime): void {
  sendLine(toJson(message) + "\n");
}

/** Sends printed text; the fast path of `console.log`. */
export function sendStream(id: ExecutionId, name: "stdout" | "stderr", text: string): void {
  if (text.length <= PIECE) return sendPiece(id, name, text);
  for (let start = 0; start < text.length;) {
    const end = pieceEnd(text, start);
    sendPiece(id, name, slice.call(text, start, end));
    start = end;
  }
}

/** Where a piece ends: not within a character, nor within a line's end of two. */
function pieceEnd(text: string, start: number): number {
  const end = start + PIECE;
  if (end >= text.length) return text.length;
  const last = codeAt.call(text, end - 1);
  return last === 13 || (last >= 0xd800 && last < 0xdc00) ? end - 1 : end;
}

function sendPiece(id: ExecutionId, name: "stdout" | "stderr", text: string): void {
  sendLine(`{"type":"stream","id":${id},"name":"${name}","text":${stringify(text)}}\n`);
}

function sendLine(line: string): void {
  try {
    writeWhole(CHANNEL, line);
  } catch {
    // The kernel process has gone; this one ends when it notices.
  }
}

let markers = 0;

/**
 * Aligns the raw descriptors with the channel: what native code and child processes wrote to 1 and 2
 * before this call is shown before what is sent after it. It belongs to execution `id`, and what they write up to
 * the next call to `next`; where none is given, to the latest.
 */
export function mark(id?: ExecutionId, next?: ExecutionId): void {
  drainSources();
  const n = ++markers;
  const stdout = writeMarker(1, n);
  const stderr = writeMarker(2, n);
  send({ type: "marker", n, id, next, stdout, stderr });
}

/** Whether it could be written: where user code closed the descriptor, nobody must wait for it. */
function writeMarker(descriptor: 1 | 2, n: number): boolean {
  try {
    writeWhole(descriptor, MARKER_START + n + MARKER_END);
    return true;
  } catch {
    return false;
  }
}
