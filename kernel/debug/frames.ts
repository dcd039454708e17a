/** The stack as the user wrote it: frames of cells and of their own modules. */
import type { AsyncStack, CallFrame, Paused } from "./inspector.ts";
import type { Place } from "./places.ts";
import type { Script, Scripts } from "./scripts.ts";

/** A call of the user's code. */
export interface UserFrame {
  id: number;
  call: CallFrame;
  script: Script;
  place: Place;
  /** How the front end calls it. */
  name: string;
}

/** A call that led here and has ended since; it has no variables. */
export interface PastFrame {
  id: number;
  script: Script;
  place: Place;
  name: string;
}

/** A stop of the program. */
export interface Stopped {
  frames: UserFrame[];
  past: PastFrame[];
  /** The group of all handles that this stop gave away. */
  group: string;
  /** Counts evaluations: after each the frames bear new numbers; see {@link frameNumber}. */
  round: number;
  /** Whether the innermost call is the user's. */
  inUserCode: boolean;
  paused: Paused;
}

const ANONYMOUS = "(anonymous)";

/** Asynchronous calls are followed this many frames back. */
const PAST = 50;

/** How many numbers there are for the frames of a stop, and for those of one round. */
const NUMBERS = 1_000_000;
const FRAMES = 1000;

/**
 * The number of a frame in this round. JupyterLab reads variables anew only of a frame whose number it
 * does not know, and an evaluation may have changed them.
 */
export function frameNumber({ round }: Stopped, id: number): number {
  return id + (round % (NUMBERS / FRAMES)) * FRAMES;
}

/** The frame of this number, of whatever round. */
export function isFrame(frame: { id: number }, number: number): boolean {
  return (
    number >= frame.id &&
    number < (Math.floor(frame.id / NUMBERS) + 1) * NUMBERS &&
    number % FRAMES === frame.id % FRAMES
  );
}

/** Reads a stop. `number` is this stop's own. */
export function stoppedAt(paused: Paused, scripts: Scripts, number: number): Stopped {
  // Numbers of frames are never used again: an answer of an earlier stop names none of this one.
  let id = number * NUMBERS;
  const frames = paused.callFrames.flatMap((call): UserFrame[] => {
    const script = scripts.byId(call.location.scriptId);
    const { lineNumber, columnNumber = 0 } = call.location;
    const place = script?.toUser(lineNumber, columnNumber);
    if (!script || !place) return [];
    // A cell is a function that begins on the line which the compiler puts before the user's.
    const isCell = script.kind === "cell" && call.functionLocation?.lineNumber === 0;
    const name = isCell ? script.name : call.functionName || ANONYMOUS;
    return [{ id: ++id, call, script, place, name }];
  });
  const top = paused.callFrames[0];
  return {
    frames,
    past: pastOf(paused.asyncStackTrace, scripts).map((frame) => ({ ...frame, id: ++id })),
    group: `stop-${number}`,
    round: 0,
    inUserCode: top !== undefined && frames[0]?.call === top,
    paused,
  };
}

function pastOf(stack: AsyncStack | undefined, scripts: Scripts): Omit<PastFrame, "id">[] {
  const past: Omit<PastFrame, "id">[] = [];
  for (let at = stack; at && past.length < PAST; at = at.parent) {
    for (const { functionName, scriptId, lineNumber, columnNumber } of at.callFrames) {
      const script = scripts.byId(scriptId);
      const place = script?.toUser(lineNumber, columnNumber);
      if (script && place) past.push({ script, place, name: nameOf(functionName, script) });
    }
  }
  return past;
}

/** Of a call that has ended: a cell's own code has no function's name, and bears the cell's. */
function nameOf(functionName: string, script: Script): string {
  if (functionName !== "") return functionName;
  return script.kind === "cell" ? script.name : ANONYMOUS;
}

/** Whether two stops show the user the same line of the same call. */
export function sameLine(one: Stopped | undefined, other: Stopped): boolean {
  const [a] = one?.frames ?? [];
  const [b] = other.frames;
  return (
    a !== undefined &&
    b !== undefined &&
    a.script === b.script &&
    a.place.line === b.place.line &&
    one!.frames.length === other.frames.length
  );
}
