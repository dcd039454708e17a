/** What a learner has done, in one small file of their own; nothing leaves the machine. */
import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";
import { dataFolder } from "./data-folder.ts";

const exerciseProgress = z.object({
  /** Checked answers, the placeholder not counted. */
  attempts: z.number().int().min(0).default(0),
  passed: z.boolean().default(false),
  hints: z.number().int().min(0).default(0),
  /** The solution was opened before the exercise was passed. */
  gaveUp: z.boolean().default(false),
  prediction: z.object({ guess: z.number(), confidence: z.number().optional() }).optional(),
  truth: z.number().optional(),
});

const progressFile = z.object({
  version: z.literal(1),
  exercises: z.record(z.string(), exerciseProgress),
});

/** What is known of one exercise. */
export type ExerciseProgress = z.infer<typeof exerciseProgress>;

type ProgressFile = z.infer<typeof progressFile>;

/** A lock that is older than this was left by a process that died. */
const STALE_LOCK_MS = 5000;

/** Progress over all exercises, kept in a file that several notebooks may write at once. */
export class Progress {
  readonly #file: string;
  #memory: ProgressFile = { version: 1, exercises: {} };
  #inMemory = false;

  constructor(folder: string = dataFolder()) {
    this.#file = join(folder, "course-progress.json");
  }

  /** What is known of an exercise, by "lesson/exercise". */
  of(id: string): ExerciseProgress {
    return this.all()[id] ?? exerciseProgress.parse({});
  }

  /** Everything, by "lesson/exercise". */
  all(): Readonly<Record<string, ExerciseProgress>> {
    return (this.#inMemory ? this.#memory : this.#read()).exercises;
  }

  /** Changes what is known of an exercise. */
  update(id: string, change: (known: ExerciseProgress) => Partial<ExerciseProgress>): void {
    const apply = (content: ProgressFile): ProgressFile => {
      const known = content.exercises[id] ?? exerciseProgress.parse({});
      const exercises = { ...content.exercises, [id]: { ...known, ...change(known) } };
      return { version: 1, exercises };
    };
    if (!this.#inMemory) {
      try {
        this.#locked(() => this.#write(apply(this.#read())));
        return;
      } catch (error) {
        this.#inMemory = true;
        this.#memory = this.#read();
        console.warn(
          `Your progress in the course cannot be saved to ${this.#file} (${(error as NodeJS.ErrnoException).code ?? (error as Error).message}); it is kept until this notebook's kernel ends.`,
        );
      }
    }
    this.#memory = apply(this.#memory);
  }

  #read(): ProgressFile {
    let text: string;
    try {
      text = readFileSync(this.#file, "utf8");
    } catch {
      return { version: 1, exercises: {} };
    }
    try {
      return progressFile.parse(JSON.parse(text));
    } catch {
      // Unreadable, or of a version to come: it is left as it is until something is to be written.
      return { version: 1, exercises: {} };
    }
  }

  #write(content: ProgressFile): void {
    const draft = `${this.#file}.${process.pid}`;
    writeFileSync(draft, `${JSON.stringify(content, undefined, 2)}\n`);
    // A reader sees the old file or the new one, never half of it.
    renameSync(draft, this.#file);
  }

  /** Runs `work` while no other process of this user does. */
  #locked(work: () => void): void {
    mkdirSync(dirname(this.#file), { recursive: true });
    const lock = `${this.#file}.lock`;
    for (;;) {
      try {
        closeSync(openSync(lock, "wx"));
        break;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
        const age = Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
        if (age > STALE_LOCK_MS) rmSync(lock, { force: true });
        else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
      }
    }
    try {
      work();
    } finally {
      rmSync(lock, { force: true });
    }
  }
}
