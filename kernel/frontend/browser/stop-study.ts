/** The way from a Stop button to the study that its panel shows. */
import type { Tracker } from "./jupyter.ts";

/** What a payload says of how its study is steered. */
export interface Control {
  target: string;
  study: string;
}

/**
 * Asks the kernel of the notebook (or console) that contains `node` to stop the study.
 * @returns false where there is no such kernel, as in a notebook that was only opened to be read.
 */
export function stopStudy(trackers: Tracker[], node: HTMLElement, control: Control): boolean {
  for (const tracker of trackers) {
    // Looked up at the click: an output can be dragged into another place, and kernels change.
    const panel = tracker.find((candidate) => candidate.node.contains(node));
    const kernel = panel?.sessionContext.session?.kernel;
    if (!kernel || kernel.handleComms === false) continue;
    const comm = kernel.createComm(control.target);
    comm.open({ study: control.study });
    comm.send({ command: "stop", study: control.study });
    return true;
  }
  return false;
}
