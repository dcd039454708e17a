import { expect, test } from "vitest";
import { frameNumber, isFrame, stoppedAt, type Stopped } from "../../../kernel/debug/frames.ts";
import { Scripts } from "../../../kernel/debug/scripts.ts";

const scripts = new Scripts({ prefix: "/tmp/cells/", suffix: ".ts", packageRoot: "/package/dist" });
const map = JSON.stringify({ version: 3, sources: ["cell"], names: [], mappings: ";AAAA;AACA" });
scripts.addCell({ id: 4, code: "a\nb", js: "", map, file: "Cell [4]" });
scripts.parsed({ scriptId: "7", url: "tunebook:cell-4" });
scripts.parsed({ scriptId: "8", url: "file:///package/dist/kernel/runtime/execute.js" });
scripts.parsed({ scriptId: "9", url: "file:///work/node_modules/lib/index.js" });

const call = (scriptId: string, lineNumber: number, functionName = "", from = 0) => ({
  callFrameId: `${scriptId}.${lineNumber}`,
  functionName,
  functionLocation: { scriptId, lineNumber: from, columnNumber: 1 },
  location: { scriptId, lineNumber, columnNumber: 0 },
  scopeChain: [],
  this: { type: "undefined" },
});

const stop = (...callFrames: ReturnType<typeof call>[]): Stopped =>
  stoppedAt({ reason: "other", callFrames }, scripts, 3);

test("a stack shows the user's calls alone, by the user's lines", () => {
  const stopped = stop(call("9", 1, "each"), call("7", 2, "", 1), call("7", 1), call("8", 90));
  expect(stopped.frames.map(({ name, place }) => [name, place.line])).toEqual([
    ["(anonymous)", 1],
    ["Cell [4]", 0],
  ]);
  expect(stopped.inUserCode).toBe(false);
});

test("a place in what the compiler put before the cell is not the user's", () => {
  expect(stop(call("7", 0)).frames).toEqual([]);
});

test("a frame keeps its identity when an evaluation gives it another number", () => {
  const stopped = stop(call("7", 1), call("7", 2));
  const [inner, outer] = stopped.frames;
  const before = frameNumber(stopped, inner!.id);
  stopped.round = 5;
  const after = frameNumber(stopped, inner!.id);
  expect(after).not.toBe(before);
  expect(isFrame(inner!, before) && isFrame(inner!, after)).toBe(true);
  expect(isFrame(outer!, after)).toBe(false);
  const later = stoppedAt({ reason: "other", callFrames: [call("7", 1)] }, scripts, 4);
  expect(isFrame(later.frames[0]!, after)).toBe(false);
});
