/** The control thread of the runtime; see {@link file://./interrupt.ts}. */
import { type Debugger, type Runtime, Session } from "node:inspector";
import { Socket } from "node:net";
import { workerData } from "node:worker_threads";
import { DebugBridge } from "./debug/bridge.ts";
import { lineReader } from "./debug/lines.ts";
import { INTERRUPT_HOOK, type Urgency, type Verdict, readControl } from "./interrupt-hook.ts";
import { SETTLED, allowInlining, preventInlining } from "./inlining.ts";
import { isHeldUp } from "./turns.ts";

/** The kernel process has gone: this long the main thread may end by itself. */
const FAREWELL = 1000;
/** Where nothing of the user's was running it is looked again so often, this many milliseconds apart. */
const LOOKS = 60;
const LOOK_AGAIN = 2;
/** An empty loop, a long regular expression or a sleep knows no steps: after so long there was none. */
const STEP = 15;

/**
 * Evaluated in the frame of Node's loop over immediates, whose `finally` a termination skips: the loop
 * would lose the rest of its list, or meet the ended one again and throw for ever. The rest goes back
 * to the queue.
 */
const MEND_IMMEDIATES = `if (immediate._destroyed) {
  const rest = immediate._idleNext;
  outstandingQueue.head = null;
  immediate._idleNext = null;
  if (rest) {
    let last = rest;
    while (last._idleNext) last = last._idleNext;
    rest._idlePrev = null;
    last._idleNext = immediateQueue.head;
    if (immediateQueue.head) immediateQueue.head._idlePrev = last;
    else immediateQueue.tail = last;
    immediateQueue.head = rest;
  }
}`;

/** The Stop that is being done; a later press takes its place. */
let asked: { stop: number; urgency: Urgency } = { stop: 0, urgency: 0 };
let attempt: Attempt | undefined;

/** One session with the main thread, from its first pause to its termination, or to the news that none is needed. */
class Attempt {
  readonly #session = new Session();
  /** The scripts' names by their ids: the frames of a pause name ids only. */
  readonly #scripts = new Map<string, string>();
  #looks = 0;
  #isPaused = false;
  #isOver = false;
  #pauses = 0;
  /** Whether the next pause is where a step ended, or a step was tried and never ended. */
  #atStep = false;

  constructor() {
    this.#session.connectToMainThread();
    this.#session.on("Debugger.paused", ({ params }) => this.#paused(params.callFrames));
    this.#session.on("Debugger.scriptParsed", ({ params }) =>
      this.#scripts.set(params.scriptId, params.url),
    );
    this.#session.post("Debugger.enable");
    preventInlining();
    this.#pauseAfter(SETTLED);
  }

  /** Looks once more at what runs: a step may lead into something that does not return. */
  again(): void {
    this.#looks = 0;
    if (!this.#isPaused && !this.#isOver) this.#session.post("Debugger.pause");
  }

  /** Pauses once more, unless it has come to that by itself. */
  #pauseAfter(milliseconds: number): void {
    const pauses = this.#pauses;
    setTimeout(() => {
      if (attempt === this && pauses === this.#pauses) this.#session.post("Debugger.pause");
    }, milliseconds);
  }

  #scriptOf({ location }: Debugger.CallFrame): string {
    return this.#scripts.get(location.scriptId) ?? "";
  }

  #paused(frames: Debugger.CallFrame[]): void {
    if (this.#isOver) return;
    this.#isPaused = true;
    this.#pauses++;
    const urls = frames.map((frame) => this.#scriptOf(frame));
    const hook = `globalThis[Symbol.for(${JSON.stringify(INTERRUPT_HOOK)})]`;
    const given = [asked.stop, urls, asked.urgency, this.#atStep].map((each) =>
      JSON.stringify(each),
    );
    const question = { expression: `${hook}(${given.join()})`, returnByValue: true };
    // No answer: the stack has no room left for the hook. It will have, a moment later.
    this.#session.post("Runtime.evaluate", question, (_error, answer) => {
      const { result } = (answer ?? {}) as Partial<Runtime.EvaluateReturnType>;
      this.#obey((result?.value as Verdict | undefined) ?? "wait", frames);
    });
  }

  #obey(verdict: Verdict, frames: Debugger.CallFrame[]): void {
    if (this.#isOver) return;
    this.#isPaused = false;
    this.#atStep = verdict === "step" || verdict === "out";
    if (this.#atStep) {
      this.#session.post(verdict === "out" ? "Debugger.stepOut" : "Debugger.stepInto");
      if (verdict === "step") this.#pauseAfter(STEP);
    } else if (verdict === "wait" && ++this.#looks < LOOKS) {
      this.#session.post("Debugger.resume");
      this.#pauseAfter(LOOK_AGAIN);
    } else {
      this.#isOver = true;
      if (verdict === "terminate") this.#terminate(frames);
      this.#session.post("Debugger.resume");
      this.#session.post("Debugger.disable", () => {
        attempt = undefined;
        allowInlining();
        // A session that stays connected makes process.exit() wait for the debugger.
        this.#session.disconnect();
      });
    }
  }

  #terminate(frames: Debugger.CallFrame[]): void {
    const loop = frames.find(
      (frame) =>
        frame.functionName === "processImmediate" &&
        this.#scriptOf(frame) === "node:internal/timers",
    );
    if (loop) {
      const mend = { callFrameId: loop.callFrameId, expression: MEND_IMMEDIATES };
      this.#session.post("Debugger.evaluateOnCallFrame", mend);
    }
    this.#session.post("Runtime.terminateExecution");
  }
}

// Whatever goes wrong with one attempt: the next Stop must find this thread alive.
process.on("uncaughtException", () => (attempt = undefined));

const control = new Socket({ fd: 4, readable: true, writable: true });
const bridge = new DebugBridge(control);
control.on(
  "data",
  lineReader((line) => {
    if (line.startsWith("{")) return bridge.receive(line);
    const { stop, force } = readControl(`${line}\n`) ?? { stop: asked.stop, force: asked.urgency };
    if (force === "if held up" && !isHeldUp(workerData as SharedArrayBuffer)) return undefined;
    asked = { stop, urgency: force === "if held up" ? 0 : force };
    if (attempt === undefined) attempt = new Attempt();
    else attempt.again();
  }),
);
// Also where the main thread is too busy to notice that its parent died.
control.on("close", () => setTimeout(() => process.kill(process.pid, "SIGKILL"), FAREWELL));
control.on("error", () => {});
