/** What Jupyter reads to know of the kernel. */

/** The kernelspec's name: the folder's, and what notebooks name. */
export const KERNEL_NAME = "tunebook";

/** A `kernel.json`. */
export interface Kernelspec {
  argv: string[];
  display_name: string;
  language: string;
  interrupt_mode: "message";
  kernel_protocol_version: string;
  metadata: Record<string, unknown>;
}

/** @param node absolute path of Node; @param launcher absolute path of the launcher */
export function kernelspec(node: string, launcher: string): Kernelspec {
  return {
    argv: [node, launcher, "kernel", "--connection-file", "{connection_file}"],
    display_name: "TypeScript (Tunebook)",
    language: "typescript",
    interrupt_mode: "message",
    kernel_protocol_version: "5.5",
    metadata: { debugger: false },
  };
}
