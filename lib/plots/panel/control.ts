/** Takes the commands of panels in the front end, and answers them. */
import type { Comm, Comms, MimeBundle, PanelReply } from "../../display/host.ts";
import { obey, type Steered } from "./commands.ts";

/** The comm target on which a panel sends its commands. */
export const CONTROL_TARGET = "tunebook.control";

/** A panel whose study runs. */
export interface RunningPanel extends Steered {
  /** The front end's id of the cell in which it stands. */
  readonly cell: string | undefined;
  /** What was shown last; undefined before anything was. */
  shown(): MimeBundle | undefined;
}

const running = new Map<string, RunningPanel>();
const listening = new WeakSet<Comms>();

/**
 * Lets the panel `id` steer its study. The front end opens a comm on {@link CONTROL_TARGET} with data
 * `{ study: id }` and sends `PanelCommand`s; one that was reloaded opens it with `{ attach: true }` and is
 * answered with every panel that runs, so that it can show them again.
 *
 * @returns ends it: later commands are answered by a sentence
 */
export function takeCommands(comms: Comms, id: string, panel: RunningPanel): () => void {
  running.set(id, panel);
  // One listener serves all runs: a second registration of a target would replace the first.
  if (!listening.has(comms)) {
    listening.add(comms);
    comms.register(CONTROL_TARGET, (comm, opening) => {
      const named = studyOf(opening);
      if ((opening as { attach?: unknown } | null | undefined)?.attach === true) attach(comm);
      const take = (message: unknown) => void answer(comm, message, studyOf(message) ?? named);
      take(opening);
      comm.onMessage(take);
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

async function answer(comm: Comm, data: unknown, study: string | undefined): Promise<void> {
  if (study === undefined || typeof data !== "object" || data === null) return;
  const message = data as Record<string, unknown>;
  if (typeof message["command"] !== "string") return;
  const panel = running.get(study);
  const reply =
    panel === undefined
      ? { command: message["command"], ok: false, text: "This study does not run any more." }
      : await obey(message, panel);
  if (reply !== undefined) send(comm, { study, ...reply });
}

function attach(comm: Comm): void {
  const panels = [...running].flatMap(([id, { cell, shown }]) => {
    const data = shown();
    return cell === undefined || data === undefined ? [] : [{ id, cell, data }];
  });
  send(comm, { panels });
}

/** The page may be gone by now, and its comm with it. */
function send(comm: Comm, reply: PanelReply): void {
  try {
    comm.send(reply);
  } catch {
    // Nobody is there to be told.
  }
}
