import { afterEach, describe, expect, it, vi } from "vitest";
import type { CodeExercise, PredictExercise } from "../../../lib/course/exercise.ts";
import {
  claim,
  CodeHandle,
  course,
  lesson,
  PredictHandle,
  TODO,
} from "../../../lib/course/index.ts";
import { temporaryFolder, temporaryProgress } from "./temporary-progress.ts";

const common = {
  question: "?",
  starter: "TODO",
  solution: "const answer = 42 < 43;",
  hints: ["first <b>", "second"],
  why: "because",
};
const double: CodeExercise<(x: number) => number> = {
  ...common,
  kind: "code",
  mistakes: [],
  alternatives: [],
  check: (answer) =>
    answer(2) === 4
      ? { status: "pass", says: "right" }
      : { status: "fail", says: "wrong & <script>", next: "try" },
};
const guess: PredictExercise = {
  ...common,
  kind: "predict",
  range: [0, 16],
  tolerance: 2,
  words: (value) => `${value} of 16`,
};

const codeHandle = (progress = temporaryProgress(), exercise = double) =>
  new CodeHandle("l/double", exercise, progress);
const predictHandle = (progress = temporaryProgress()) =>
  new PredictHandle("l/guess", guess, progress);

afterEach(() => vi.unstubAllEnvs());

function drawn(card: object): Record<string, string> {
  return (card as Record<symbol, () => Record<string, string>>)[Symbol.for("Jupyter.display")]!();
}

describe("check", () => {
  it("tells right from wrong, and counts only tries", async () => {
    const progress = temporaryProgress();
    const handle = codeHandle(progress);
    expect((await handle.check(TODO)).status).toBe("untried");
    expect(progress.of("l/double").attempts).toBe(0);
    expect((await handle.check((x) => x)).status).toBe("fail");
    expect((await handle.check((x) => 2 * x)).status).toBe("pass");
    expect((await handle.check((x) => x)).status).toBe("fail");
    expect(progress.of("l/double")).toMatchObject({ attempts: 3, passed: true });
  });

  it("takes what the learner's function throws as wrong, and TODO in a formula as untried", async () => {
    const thrown = await codeHandle().check(() => {
      throw new RangeError("oops");
    });
    expect(thrown).toMatchObject({ status: "fail", says: "Your function threw RangeError: oops." });
    const todo = TODO as number;
    expect((await codeHandle().check((x) => x * todo)).status).toBe("untried");
  });

  it("never counts a mistake of its own against the learner", async () => {
    const progress = temporaryProgress();
    const bad = {
      ...double,
      check: () => {
        throw new Error("ours");
      },
    };
    const verdict = await codeHandle(progress, bad).check((x) => x);
    expect(verdict.status).toBe("broken");
    expect(verdict.says).toContain("not yours");
    expect(progress.of("l/double").attempts).toBe(0);
  });

  it("throws only where the course is tested", async () => {
    vi.stubEnv("TUNEBOOK_COURSE", "strict");
    await expect(codeHandle().check((x) => x)).rejects.toThrow("l/double: wrong");
    await expect(codeHandle().check((x) => 2 * x)).resolves.toMatchObject({ status: "pass" });
  });

  it("draws itself, escaped, with text beside it", async () => {
    const verdict = await codeHandle().check((x) => x);
    const bundle = drawn(verdict);
    expect(bundle["text/html"]).toContain("wrong &amp; &lt;script&gt;");
    expect(bundle["text/html"]).not.toContain("<script>");
    expect(bundle["text/plain"]).toBe("✗ wrong & <script>\n  try");
    expect(String(verdict)).toBe(bundle["text/plain"]);
  });
});

describe("hints and the solution", () => {
  it("come one by one, and round again", () => {
    const handle = codeHandle();
    expect(String(handle.hint())).toContain("first <b>");
    expect(drawn(handle.hint())["text/html"]).toContain("second");
    expect(String(handle.hint())).toContain("Hint 1 of 2");
  });

  it("opens after two tries, or when the learner gives up, which is remembered", async () => {
    const progress = temporaryProgress();
    const handle = codeHandle(progress);
    await handle.check((x) => x);
    expect(String(handle.solution())).not.toContain("42");
    await handle.check((x) => x);
    expect(String(handle.solution())).toContain("const answer = 42 < 43;");
    const other = temporaryProgress();
    expect(String(codeHandle(other).solution({ giveUp: true }))).toContain("42");
    expect(other.of("l/double").gaveUp).toBe(true);
  });
});

describe("predictions", () => {
  it("are kept before the run and compared after it", () => {
    const progress = temporaryProgress();
    const handle = predictHandle(progress);
    expect(String(handle.predict(6, { confidence: 0.7 }))).toContain("Your guess: 6 of 16.");
    expect(String(handle.predict(9))).toContain("Your guess: 6 of 16.");
    expect(String(handle.reveal(5))).toMatch(/^✓ You said 6 of 16; measured: 5 of 16\./);
    expect(progress.of("l/guess")).toMatchObject({
      prediction: { guess: 6, confidence: 0.7 },
      truth: 5,
      passed: true,
    });
  });

  it("far off are no failure, and no pass", () => {
    const progress = temporaryProgress();
    const handle = predictHandle(progress);
    handle.predict(15);
    expect(String(handle.reveal(5))).toMatch(/^→ You said 15 of 16; measured: 5 of 16\./);
    expect(progress.of("l/guess").passed).toBe(false);
  });

  it("are not taken once the answer was shown", () => {
    const handle = predictHandle();
    expect(String(handle.reveal(5))).toContain("no guess");
    expect(String(handle.predict(5))).toContain("not kept");
    expect(String(handle.reveal(5))).toContain("no guess");
  });

  it("outside of what makes sense are sent back", () => {
    const progress = temporaryProgress();
    const handle = predictHandle(progress);
    for (const wrong of [TODO, -1, 17, NaN, "6" as never]) {
      expect(String(handle.predict(wrong))).toMatch(/^○/);
    }
    expect(String(handle.predict(5, { confidence: 70 }))).toContain("0 to 1");
    expect(String(handle.reveal(NaN))).toMatch(/^○/);
    expect(progress.all()).toEqual({});
  });
});

describe("claims", () => {
  it("say what was measured, and whether the lesson expected it", () => {
    const held = claim("best", 0.9444, [0.9, 1], "The best reads {%}, or {}.");
    expect(held.holds).toBe(true);
    expect(String(held)).toBe("→ The best reads 94.4%, or 0.944.");
    const broken = claim("best", 0.5, [0.9, 1]);
    expect(broken.holds).toBe(false);
    expect(String(broken)).toContain("expected something else");
    expect(claim("count", 2187, [2187, 2187], "{} networks").toString()).toBe("→ 2187 networks");
    expect(claim("none", NaN, [0, 1]).holds).toBe(false);
  });

  it("throw where the course is tested", () => {
    vi.stubEnv("TUNEBOOK_COURSE", "strict");
    expect(() => claim("best", 0.5, [0.9, 1])).toThrow('"best" does not hold: 0.5');
    expect(claim("best", 0.95, [0.9, 1]).holds).toBe(true);
  });
});

describe("lessons", () => {
  it("are found by name, with their exercises", async () => {
    vi.stubEnv("TUNEBOOK_DATA_DIR", temporaryFolder());
    const exercise = lesson("01-why-tuning-is-hard").exercise("grid-size");
    expect((await exercise.check((counts) => counts.length)).status).toBe("fail");
    expect(String(course.progress())).toContain("01-why-tuning-is-hard: 0 of 2 exercises");
    expect(() => lesson("99" as never)).toThrow('no lesson called "99"');
    expect(() => lesson("01-why-tuning-is-hard").exercise("x" as never)).toThrow("grid-size");
  });
});
