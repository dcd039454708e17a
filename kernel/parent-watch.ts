/** Four times a second: soon enough that nobody meets an orphan, too cheap to be noticed. */
const INTERVAL_MS = 250;

/**
 * Calls `onGone` once the process that started the kernel is no more. Jupyter names it in the
 * environment variable `JPY_PARENT_PID`; without that nobody is watched, since a kernel started by
 * hand may well outlive its shell.
 */
export function watchParent(
  onGone: () => void,
  environment: NodeJS.ProcessEnv = process.env,
): void {
  const parent = Number(environment["JPY_PARENT_PID"]);
  if (!Number.isInteger(parent) || parent <= 1) return;
  const direct = process.ppid === parent;
  const timer = setInterval(() => {
    // A parent that died but was not yet reaped still answers signals; a changed ppid tells.
    if (isAlive(parent) && (!direct || process.ppid === parent)) return;
    clearInterval(timer);
    onGone();
  }, INTERVAL_MS);
  timer.unref();
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Not allowed to signal it: then it is there.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
