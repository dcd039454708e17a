import { none } from "../../../lib/pruners/none.ts";
import type { SpaceDefinition } from "../../../lib/space/infer.ts";
import { float } from "../../../lib/space/parameters.ts";
import { memoryStorage } from "../../../lib/storages/memory.ts";
import { openStudyWith, type StudyOptions } from "../../../lib/study/open-study.ts";
import type { OptimizePorts } from "../../../lib/study/ports.ts";
import type { Storage } from "../../../lib/study/storage.ts";
import { random } from "../../../lib/tuners/random.ts";
import { thisThread } from "../../../lib/workers/this-thread.ts";

/** The smallest space. */
export const line = { x: float(0, 1) };

/** Opens a study as the public door does, without a notebook: random points, no pruner, in memory. */
export function open<
  const Definition extends SpaceDefinition = typeof line,
  const Names extends string = "value",
>(options: Partial<StudyOptions<Definition, Names>> = {}, ports: Partial<OptimizePorts> = {}) {
  return openStudyWith<Definition, Names>(
    { space: line, seed: 1, ...options } as StudyOptions<Definition, Names>,
    {
      tuner: () => random(),
      pruner: () => none(),
      storage: (given) => (given as Storage | undefined) ?? memoryStorage(),
      surroundings: () => ({ runner: thisThread, observers: [], ...ports }),
    },
  );
}

/** A promise and the ways to settle it. */
export function deferred<Value = void>() {
  let resolve!: (value: Value) => void;
  let reject!: (error: unknown) => void;
  const promise = new Promise<Value>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}

/** What an objective does that the user stops: it never comes back. */
export const never = () => new Promise<number>(() => undefined);
