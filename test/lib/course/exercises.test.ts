import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { CodeExercise } from "../../../lib/course/exercise.ts";
import { exercises } from "../../../lib/course/exercises/index.ts";
import { CodeHandle } from "../../../lib/course/handle.ts";
import { TODO } from "../../../lib/course/index.ts";
import { temporaryProgress } from "./temporary-progress.ts";

const seeds = [1, 2, 3, 4, 5];

/** The value of an expression of the course's own files. */
function evaluate(expression: string): never {
  const body = `return (${expression.replace(/ as never/g, "")});`;
  return new Function("TODO", body)(TODO) as never;
}

/** The function that an exercise's cell declares, without its types. */
function functionOf(cell: string): never {
  const [declaration] = cell.split("\n\nawait ");
  return evaluate(declaration!.replace(/: number(\[\])?/g, ""));
}

const lessons = Object.entries(exercises);

for (const [lesson, ofLesson] of lessons) {
  const source = readFileSync(
    new URL(`../../../notebooks/course/${lesson}.ts`, import.meta.url),
    "utf8",
  );
  for (const [name, exercise] of Object.entries(ofLesson)) {
    describe(`${lesson}/${name}`, () => {
      it("stands in the lesson as its file says", () => {
        expect(source).toContain(exercise.starter);
        expect(source).toContain(`exercise("${name}")`);
        expect(exercise.starter).toContain("TODO");
        expect(exercise.solution).not.toContain("TODO");
      });

      it("has hints, none of which is the solution", () => {
        expect(exercise.hints.length).toBeGreaterThan(1);
        const lines = exercise.solution.split("\n").map((line) => line.trim());
        for (const hint of exercise.hints) {
          expect(lines.filter((line) => line.length > 8 && hint.includes(line))).toEqual([]);
        }
      });

      if (exercise.kind === "predict") return;
      const code = exercise as CodeExercise<never>;
      const handle = () => new CodeHandle(name, code, temporaryProgress());
      const check = (answer: never) => handle().check(answer, { seeds });

      it("calls the starter untried", async () => {
        expect(await check(functionOf(code.starter))).toMatchObject({ status: "untried" });
        expect(await check(TODO)).toMatchObject({ status: "untried" });
      });

      it("passes its solution and the alternatives, on fresh seeds too", async () => {
        const right = [functionOf(code.solution), ...code.alternatives.map(evaluate)];
        for (const answer of right) {
          expect(await check(answer)).toMatchObject({ status: "pass" });
          expect(await handle().check(answer)).toMatchObject({ status: "pass" });
        }
      });

      it("refuses each mistake in words of its own, whatever the seeds", async () => {
        expect(code.mistakes.length).toBeGreaterThan(2);
        for (const { example, says } of code.mistakes) {
          for (const seed of seeds) {
            const verdict = await handle().check(evaluate(example), { seeds: [seed] });
            expect(verdict.status).toBe("fail");
            expect(verdict.says).toContain(says);
          }
        }
      });
    });
  }
}
