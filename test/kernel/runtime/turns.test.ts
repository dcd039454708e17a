import { afterEach, describe, expect, it } from "vitest";
import { controlLine, readControl } from "../../../kernel/runtime/interrupt-hook.ts";
import {
  forgetTurns,
  forgive,
  isHeldUp,
  turnsMemory,
  watchTurns,
} from "../../../kernel/runtime/turns.ts";

const entry = () => new Int32Array(turnsMemory)[0]!;

describe("a thread that runs a cell", () => {
  afterEach(forgetTurns);

  it("is held up when it has not been at its event loop for 300 ms", () => {
    watchTurns();
    const last = entry();
    expect(isHeldUp(turnsMemory, last + 299)).toBe(false);
    expect(isHeldUp(turnsMemory, last + 300)).toBe(true);
  });

  it("is so by the clock of any thread", () => {
    watchTurns();
    const until = performance.now() + 301;
    while (performance.now() < until);
    expect(isHeldUp(turnsMemory)).toBe(true);
  });

  it("is so no more once its event loop turns", async () => {
    watchTurns();
    const last = entry();
    while (entry() === last) await new Promise((resolve) => setTimeout(resolve, 1));
    expect(isHeldUp(turnsMemory, last + 300)).toBe(false);
  });

  it("is not while it waits for the user, or once no cell runs", () => {
    watchTurns();
    const last = entry();
    forgive();
    expect(isHeldUp(turnsMemory, last + 1000)).toBe(false);
    watchTurns();
    forgetTurns();
    expect(isHeldUp(turnsMemory, last + 1000)).toBe(false);
  });

  it("is told apart also where the count of milliseconds begins anew", () => {
    const memory = new SharedArrayBuffer(4);
    new Int32Array(memory)[0] = 2 ** 31 - 100;
    expect(isHeldUp(memory, -(2 ** 31) + 199)).toBe(false);
    expect(isHeldUp(memory, -(2 ** 31) + 200)).toBe(true);
  });
});

describe("the line that asks for force", () => {
  it("is read as it was written", () => {
    for (const force of [0, 1, 2, "if held up"] as const) {
      expect(readControl(controlLine(12, force))).toEqual({ stop: 12, force });
    }
    expect(readControl("no such line\n")).toBeUndefined();
  });
});
