import type { AskContext, Tuner, TunerSpec } from "../study/tuner.ts";
import type { Point } from "../study/trial-record.ts";
import { drawPoint } from "../space/draw.ts";
import { checkOptions } from "./common/options.ts";

/**
 * Draws every point at random, whatever came before: each value of a dimension is as likely, on a
 * logarithmic one each factor. It never ends, and may draw the same point of a finite space again.
 *
 * Why that is a good first tuner: Bergstra and Bengio, "Random search for hyper-parameter
 * optimization", JMLR 13, 2012.
 */
export function random(options: Record<string, never> = {}): TunerSpec {
  checkOptions("random", options, []);
  return { name: "random", create: () => new RandomTuner() };
}

class RandomTuner implements Tuner {
  readonly name = "random";

  ask({ space, random }: AskContext): Point {
    return drawPoint(space, random);
  }
}
