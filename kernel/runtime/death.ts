/** How a runtime ended, in words for the user. */

/** What died, why, and what is lost. */
export interface RuntimeDeath {
  /** The process's exit code; null if a signal ended it. */
  code: number | null;
  /** The signal that ended it, `"SIGKILL"`. */
  signal: string | null;
  /** A few sentences for the user: the cause, the remedy, what is lost and what was done. */
  message: string;
}

/** The runtime died while a cell ran. */
export class RuntimeDiedError extends Error {
  override name = "RuntimeDied";
  readonly death: RuntimeDeath;

  constructor(death: RuntimeDeath) {
    super(death.message);
    this.death = death;
  }
}

const LOST =
  "A new one was started. Variables are lost, and so are the trials of studies that lived only in memory.";

/** Describes the end of a process; `heapReport` is what V8 said before it aborted. */
export function describeDeath(
  code: number | null,
  signal: string | null,
  heapReport: string,
): RuntimeDeath {
  return { code, signal, message: `${cause(code, signal, heapReport)} ${LOST}` };
}

/** Describes a process that ended before it could run cells; `printed` is what it said. */
export function describeFailedStart(
  code: number | null,
  signal: string | null,
  printed: string,
): RuntimeDeath {
  const how = signal ?? `exit code ${code}`;
  const said = printed.trim().slice(-2000);
  const message =
    `The process that runs the cells ended while it started (${how})` +
    (said === "" ? "." : `; it said:\n${said}`);
  return { code, signal, message };
}

function cause(code: number | null, signal: string | null, heapReport: string): string {
  if (heapReport !== "") {
    return (
      "The process that runs the cells ran out of memory" +
      `${signal ? ` (${signal})` : code === null ? "" : ` (exit code ${code})`}. ` +
      "Keep less in variables, dispose tensors, or start Jupyter with " +
      "NODE_OPTIONS=--max-old-space-size=8192 (megabytes) to allow more."
    );
  }
  if (signal === "SIGKILL") {
    return (
      "The process that runs the cells was killed (SIGKILL): somebody ended it, " +
      "or the system had no memory left for it."
    );
  }
  if (signal !== null || code === 134 || code === 139) {
    return (
      `The process that runs the cells crashed (${signal ?? `exit code ${code}`}), ` +
      "which only native code or the system can bring about."
    );
  }
  return `The process that runs the cells ended with exit code ${code}, as process.exit() makes it; to end a cell early, throw an error.`;
}
