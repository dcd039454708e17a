import type { Space } from "../../../lib/space/space.ts";
import type { Direction, StudyView } from "../../../lib/study/observer.ts";
import type { TrialRecord } from "../../../lib/study/trial-record.ts";
import type { DisplayOptions, FigurePayload, Host, MimeBundle } from "../../../lib/display/host.ts";
import { FIGURE_MIME } from "../../../lib/display/host.ts";

const noSpace: Space = {
  dimensions: [],
  constraints: [],
  allows: () => true,
  size: 1,
  active: () => [],
  decode: () => ({}),
  encode: () => ({}),
};

/** A trial by what matters to a figure. */
export function trialOf(number: number, parts: Partial<TrialRecord> = {}): TrialRecord {
  const state = parts.state ?? "complete";
  return {
    number,
    state,
    params: {},
    point: {},
    values: parts.value === undefined ? undefined : { value: parts.value },
    value: undefined,
    reports: [],
    notes: {},
    by: "random",
    seed: number,
    startedAt: number,
    endedAt: state === "running" ? undefined : number + 1,
    ...parts,
  };
}

/** A study of given trials. */
export function studyOf(trials: TrialRecord[], parts: Partial<StudyView> = {}): StudyView {
  return {
    name: "study",
    space: noSpace,
    objectives: { loss: "minimize" as Direction },
    tunerName: "random",
    prunerName: "none",
    seed: 1,
    trials,
    best: undefined,
    ...parts,
  };
}

/** Complete trials with the given values. */
export function completed(values: number[]): TrialRecord[] {
  return values.map((value, number) => trialOf(number, { value }));
}

/** A host that keeps what is displayed in it. */
export function recordingHost(parts: Partial<Host> = {}) {
  const shown: { bundle: MimeBundle; options: DisplayOptions }[] = [];
  const host: Host = {
    version: 1,
    name: "recording",
    display: (bundle, options = {}) => shown.push({ bundle, options }),
    clear: () => undefined,
    comm: undefined,
    input: () => Promise.resolve(""),
    cell: undefined,
    renderer: true,
    ...parts,
  };
  return { host, shown };
}

/** The panel in a bundle. */
export function panelIn(bundle: MimeBundle) {
  const payload = bundle[FIGURE_MIME] as FigurePayload | undefined;
  if (payload?.kind !== "panel") throw new Error("There is no panel in this bundle.");
  return payload;
}

/** Every string in a nested value. */
export function* strings(value: unknown): Generator<string> {
  if (typeof value === "string") yield value;
  else if (value !== null && typeof value === "object") {
    for (const part of Object.values(value)) yield* strings(part);
  }
}

/** Width and height of a PNG; throws where the bytes are none. */
export function pngSize(bytes: Uint8Array): { width: number; height: number } {
  const buffer = Buffer.from(bytes);
  if (buffer.subarray(0, 8).toString("hex") !== "89504e470d0a1a0a") throw new Error("no PNG");
  if (buffer.subarray(-8, -4).toString("latin1") !== "IEND") throw new Error("a PNG without end");
  return { width: buffer.readUInt32BE(16), height: buffer.readUInt32BE(20) };
}
