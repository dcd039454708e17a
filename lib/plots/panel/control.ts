/** Takes the commands of panels in the front end: Stop. */
import type { Comms } from "../../display/host.ts";
import type { Plan } from "../../study/observer.ts";

/** The comm target on which a panel sends `{ command: "stop" }`. */
export const CONTROL_TARGET = "tunebook.control";

const running = new Map<string, Plan>();
const listening = new WeakSet<Comms>();

/**
 * Lets the panel `id` stop the run of `plan`. The front end opens a comm on {@link CONTROL_TARGET} with
 * data `{ study: id }` and sends `{ command: "stop" }`.
 *
 * @returns ends it: later commands are ignored
 */
export function takeCommands(comms: Comms, id: string, plan: Plan): () => void {
  running.set(id, plan);
  // One listener serves all runs: a second registration of a target would replace the first.
  if (!listening.has(comms)) {
    listening.add(comms);
    comms.register(CONTROL_TARGET, (comm, opening) => {
      const named = studyOf(opening);
      obey(opening, named);
      comm.onMessage((message) => obey(message, studyOf(message) ?? named));
    });
  }
  return () => {
    running.delete(id);
  };
}

function studyOf(data: unknown): string | undefined {
  const study = (data as { study?: unknown } | null | undefined)?.study;
  return typeof study === "string" ? study : undefined;
}

function obey(data: unknown, id: string | undefined): void {
  if ((data as { command?: unknown } | null | undefined)?.command !== "stop" || id === undefined) {
    return;
  }
  running.get(id)?.stop("Stopped from the panel.");
}
