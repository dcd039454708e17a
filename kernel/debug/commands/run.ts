/** Commands that let the program go on, and tell where it stands. */
import { type Arguments, maybeNumber, numberOf } from "../arguments.ts";
import type { Command } from "../commands.ts";
import type { Debugger } from "../debugger.ts";
import { frameNumber, isFrame, type PastFrame, type Stopped, type UserFrame } from "../frames.ts";
import { THREAD } from "../program.ts";
import { DebugRequestError, type StackFrame } from "../protocol.ts";
import { scopesOf } from "../scopes.ts";
import { describeValue } from "../values.ts";
import { sourceOf } from "./sources.ts";

/** @throws DebugRequestError while the program runs */
export function requireStop({ program }: Debugger) {
  if (program.stopped) return program.stopped;
  throw new DebugRequestError("The program is not stopped.");
}

/** The frame that `frameId` names. @throws DebugRequestError where there is none */
export function frameOf(state: Debugger, given: Arguments, name = "frameId"): UserFrame {
  const id = numberOf(given, name);
  const found = requireStop(state).frames.find((frame) => isFrame(frame, id));
  if (found) return found;
  throw new DebugRequestError("The program has gone on since; this frame is no more.");
}

function shown(state: Debugger, stopped: Stopped, frame: UserFrame | PastFrame): StackFrame {
  return {
    id: frameNumber(stopped, frame.id),
    name: frame.name,
    source: sourceOf(frame.script),
    line: frame.place.line + state.firstLine,
    column: frame.place.column + state.firstColumn,
    presentationHint: "call" in frame ? "normal" : "subtle",
  };
}

const goOn = (step?: "stepOver" | "stepInto" | "stepOut"): Command => ({
  async run(state) {
    requireStop(state);
    return { allThreadsContinued: true };
  },
  // JupyterLab clears its variables at the answer: a cell that had ended by then would have shown its own in vain.
  afterwards: (state) => state.program.resume(step),
});

export const runCommands: Record<string, Command> = {
  threads: { run: async () => ({ threads: [{ id: THREAD, name: "Cells" }] }) },
  continue: goOn(),
  next: goOn("stepOver"),
  stepIn: goOn("stepInto"),
  stepOut: goOn("stepOut"),
  pause: { run: ({ program }) => program.pause() },
  stackTrace: {
    always: true,
    async run(state, given) {
      const stopped = state.program.stopped;
      const frames = stopped ? [...stopped.frames, ...stopped.past] : [];
      const start = maybeNumber(given, "startFrame") ?? 0;
      const levels = maybeNumber(given, "levels") || frames.length;
      return {
        stackFrames: frames
          .slice(start, start + levels)
          .map((frame) => shown(state, stopped!, frame)),
        totalFrames: frames.length,
      };
    },
  },
  scopes: {
    empty: { scopes: [] },
    async run(state, given) {
      const stopped = requireStop(state);
      // A frame that has ended has no variables any more.
      const id = numberOf(given, "frameId");
      if (stopped.past.some((frame) => isFrame(frame, id))) return { scopes: [] };
      const frame = frameOf(state, given);
      const session = await state.session();
      const scopes = (await scopesOf(session, frame, stopped.group)).map((scope) => ({
        name: scope.name,
        presentationHint: scope.hint,
        variablesReference: state.handles.add(scope.container, stopped.group),
        expensive: false,
      }));
      return { scopes };
    },
  },
  exceptionInfo: {
    async run(state) {
      const { reason, data } = requireStop(state).paused;
      if (reason !== "exception" && reason !== "promiseRejection") {
        throw new DebugRequestError("The program was not stopped by an exception.");
      }
      const { className = "Error", description = "" } = data ?? {};
      return {
        exceptionId: className,
        description: describeValue(data as never),
        breakMode: state.program.filters.has("all") ? "always" : "unhandled",
        details: {
          message: describeValue(data as never),
          typeName: className,
          stackTrace: description,
        },
      };
    },
  },
};
