import { describe, expect, it } from "vitest";
import { auto } from "../../../lib/tuners/auto.ts";
import { tpe } from "../../../lib/tuners/tpe.ts";
import { spaces } from "../../contracts/spaces.ts";
import { play } from "../../contracts/trials.ts";
import { tunerContract } from "../../contracts/tuner.ts";
import type { Space } from "../../../lib/space/space.ts";

tunerContract({ name: "auto", make: () => auto() });

describe("auto", () => {
  const space = spaces["mixed"] as Space;

  it("asks for what TPE asks for, for one objective", async () => {
    const script = { space, seed: 1, trials: 25 };
    expect((await play(auto(), script)).points).toEqual((await play(tpe(), script)).points);
  });

  it("serves several objectives too", () => {
    const objectives = { loss: "minimize", size: "minimize" } as const;
    expect(auto().create({ space, objectives, seed: 1 }).name).toBe("auto");
  });
});
