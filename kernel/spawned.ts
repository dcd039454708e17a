import type { ChildProcess } from "node:child_process";

/** Whether there is a process that was started and has not ended. */
export function isRunning<Child extends ChildProcess>(child: Child | undefined): child is Child {
  return child?.pid !== undefined && child.exitCode === null && child.signalCode === null;
}
