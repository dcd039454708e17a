/** The way from a panel's buttons to the study that it shows, and back for what the kernel answers. */
import type { PanelCommand, PanelReply } from "../../../lib/display/host.ts";
import type { FrontendComm, KernelConnection, Tracker } from "./jupyter.ts";

/** What a payload says of how its study is steered. */
export interface ControlAddress {
  target: string;
  study: string;
}

/** The kernel of the notebook (or console) that contains a node; undefined where there is none. */
export type FindKernel = (node: HTMLElement) => KernelConnection | undefined;

/** What a panel asks for; its study's name is put in when it is sent. */
export type Request = Omit<PanelCommand, "study">;

export function kernelFinder(trackers: readonly Tracker[]): FindKernel {
  return (node) => {
    for (const tracker of trackers) {
      // Looked up at the click: an output can be dragged into another place, and kernels change.
      const panel = tracker.find((candidate) => candidate.node.contains(node));
      const kernel = panel?.sessionContext.session?.kernel;
      if (kernel && kernel.handleComms !== false) return kernel;
    }
    return undefined;
  };
}

/** One panel's comm: opened at the first command, and again where the kernel is another one. */
export class Control {
  readonly #kernel: () => KernelConnection | undefined;
  readonly #answered: (reply: PanelReply) => void;
  #address: ControlAddress | undefined;
  #open: { comm: FrontendComm; kernel: KernelConnection; study: string } | undefined;

  constructor(kernel: () => KernelConnection | undefined, answered: (reply: PanelReply) => void) {
    this.#kernel = kernel;
    this.#answered = answered;
  }

  /** Where commands go from now on; undefined where there is nothing to steer. */
  set address(address: ControlAddress | undefined) {
    this.#address = address;
  }

  get isOffered(): boolean {
    return this.#address !== undefined;
  }

  /** @returns false where there is no kernel, as in a notebook that was only opened to be read */
  send(request: Request): boolean {
    const address = this.#address;
    const kernel = this.#kernel();
    if (!address || !kernel) return false;
    const { study } = address;
    const { comm } = this.#opened(kernel, address);
    comm.send({ ...request, study });
    return true;
  }

  #opened(kernel: KernelConnection, { target, study }: ControlAddress) {
    const open = this.#open;
    if (open && open.kernel === kernel && open.study === study && !open.comm.isDisposed)
      return open;
    const comm = kernel.createComm(target);
    comm.onMsg = (message) => this.#answered(message.content.data as PanelReply);
    comm.open({ study });
    return (this.#open = { comm, kernel, study });
  }
}
