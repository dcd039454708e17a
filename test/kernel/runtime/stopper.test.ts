import { describe, expect, it } from "vitest";
import { Stopper } from "../../../kernel/runtime/stopper.ts";

describe("a Stop", () => {
  it("is asked for, and done at once by force should the thread be held up", () => {
    const done: unknown[][] = [];
    const stopper = new Stopper({
      ask: (...given) => done.push(["ask", ...given]),
      force: (...given) => done.push(["force", ...given]),
      isRunning: () => true,
      tell: () => {},
      pid: () => undefined,
    });
    stopper.stop([7]);
    stopper.forget();
    expect(done).toEqual([
      ["ask", 1, [7]],
      ["force", 1, "if held up"],
    ]);
  });
});
