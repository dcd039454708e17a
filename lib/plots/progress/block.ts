import type { DisplayOptions, Host } from "../../display/host.ts";
import { isTerminal } from "../../display/hosts/terminal.ts";
import type { JobPlan, ProgressJob } from "../../study/progress.ts";
import { Pace } from "../common/pace.ts";
import { endHtml, htmlOf, linesOf, type Reserved, reserve } from "./draw.ts";
import { Job } from "./job.ts";
import { endText } from "./words.ts";

/** Milliseconds that a job lasts before it is shown. */
const SHOWN_AFTER = 500;

/** Milliseconds between two frames: in a notebook, and in a terminal. */
const NOTEBOOK_EVERY = 100;
const TERMINAL_EVERY = 250;

/** What tells an output that is there or not, as the machine was slow or quick, from all others. */
const PROGRESS_METADATA = { tunebook: { progress: true } };

/** Jobs beyond these are not shown while they run. */
const MOST_ROWS = 4;

const WIDTH_OF_TEXT = 80;

/**
 * The jobs of one cell, or of a terminal, in one place: the first is the whole, those that begin while it
 * runs are lines below it. When the last one has ended a single line stays.
 */
export class Block {
  readonly #host: Host;
  readonly #isHushed: () => boolean;
  readonly #id = `tunebook-progress-${crypto.randomUUID()}`;
  readonly #jobs: Job[] = [];
  #room: Reserved = { label: 0, count: 0, rows: 0 };
  #first: Job | undefined;
  /** How many jobs of that name the line at the end stands for. */
  #runs = 0;
  #shown = false;
  #visible = false;
  #pace: Pace | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param isHushed whether something else draws in the terminal's place for such lines */
  constructor(host: Host, isHushed: () => boolean) {
    this.#host = host;
    this.#isHushed = isHushed;
    // Stop may end code that computes in the middle of a line: then nobody else says that it has ended.
    host.cell?.signal.addEventListener("abort", () => this.#stopAll(), { once: true });
  }

  begin(plan: JobPlan): ProgressJob {
    const job = new Job(plan, seconds());
    if (this.#jobs.length === 0) {
      if (this.#first?.label !== job.label) this.#runs = 0;
      this.#first = job;
      this.#room = { label: 0, count: 0, rows: 0 };
    }
    this.#jobs.push(job);
    this.#await();
    return {
      signal: this.#host.cell?.signal,
      report: (done, message) => {
        if (job.state !== "running") return;
        job.report(done, message, seconds());
        this.#poke(job);
      },
      end: () => this.#end(job, "done"),
      fail: (error) => this.#end(job, this.#wasStopped(error) ? "stopped" : "failed", error),
    };
  }

  /** Whether a job of it has not ended. */
  get isRunning(): boolean {
    return this.#jobs.length > 0;
  }

  /** Whether jobs of this name continue the line that stands at the end. */
  continues(label: string): boolean {
    return this.isRunning || this.#first?.label === label;
  }

  /** A timer shows what waits; what computes without a pause is shown by its own reports. */
  #await(): void {
    if (this.#pace || this.#timer !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#jobs.length > 0) this.#show();
    }, SHOWN_AFTER);
    (this.#timer as { unref?: () => void }).unref?.();
  }

  #poke(job: Job): void {
    if (this.#pace) this.#pace.poke();
    else if (job.elapsed(seconds()) * 1000 >= SHOWN_AFTER) this.#show();
  }

  #show(): void {
    const every = isTerminal(this.#host) ? TERMINAL_EVERY : NOTEBOOK_EVERY;
    this.#pace ??= new Pace(
      () => this.#draw(),
      () => every,
    );
    this.#pace.poke();
  }

  #draw(): void {
    const now = seconds();
    // A part that is over in no time would only flicker.
    const jobs = this.#jobs
      .filter((job, place) => place === 0 || job.elapsed(now) * 1000 >= SHOWN_AFTER)
      .slice(0, MOST_ROWS);
    reserve(this.#room, jobs);
    const host = this.#host;
    if (!isTerminal(host)) {
      this.#put({
        "text/html": htmlOf(jobs, this.#room, now),
        "text/plain": linesOf(jobs, this.#room, now, WIDTH_OF_TEXT).join("\n"),
      });
    } else if (!this.#isHushed()) {
      host.redraw(linesOf(jobs, this.#room, now, host.columns - 1));
      this.#visible = true;
    }
  }

  #end(job: Job, state: "done" | "stopped" | "failed", error?: unknown): void {
    if (job.state !== "running") return;
    job.end(state, seconds(), error);
    this.#jobs.splice(this.#jobs.indexOf(job), 1);
    if (this.#jobs.length === 0) this.#settle();
    else this.#pace?.poke();
  }

  #stopAll(): void {
    for (const job of this.#jobs.toReversed()) this.#end(job, "stopped");
  }

  /** What ended last may be a part that outlived the whole; the line is the whole's all the same. */
  #settle(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#pace?.stop();
    const wasDrawn = this.#pace !== undefined;
    this.#pace = undefined;
    const job = this.#first!;
    const host = this.#host;
    if (isTerminal(host)) {
      if (!this.#visible) return;
      this.#visible = false;
      host.settle();
      host.print(endText(job));
    } else if (wasDrawn) {
      this.#runs++;
      const text = endText(job, this.#runs);
      this.#put({ "text/html": endHtml(text, job.state === "failed"), "text/plain": text });
    }
  }

  #put(bundle: Record<string, string>): void {
    const options: DisplayOptions = {
      id: this.#id,
      metadata: PROGRESS_METADATA,
      ...(this.#shown && { update: true }),
    };
    this.#host.display(bundle, options);
    this.#shown = true;
  }

  #wasStopped(error: unknown): boolean {
    if (this.#host.cell?.signal.aborted) return true;
    return error instanceof Error && ["StudyStopped", "AbortError"].includes(error.name);
  }
}

function seconds(): number {
  return performance.now() / 1000;
}
