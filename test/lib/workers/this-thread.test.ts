import { describe, expect, it } from "vitest";
import { thisThread } from "../../../lib/workers/this-thread.ts";
import { runnerContract } from "../../contracts/runner.ts";

runnerContract({ name: "this thread", make: thisThread });

describe("the concurrency of this thread", () => {
  it("is 1 where it is left out", () => {
    expect(thisThread().concurrency).toBe(1);
  });

  it.each([0, -1, 1.5, NaN, "4"])("is refused as %j", (concurrency) => {
    expect(() => thisThread(concurrency as number)).toThrow("Give a whole number from 1");
  });
});
