/** What Jupyter reads to know of the kernel. */

/** The kernelspec's name: the folder's, and what notebooks name. */
export const KERNEL_NAME = "tunebook";
/** The name of the kernelspec for plain, sloppy JavaScript. */
export const JAVASCRIPT_KERNEL_NAME = "tunebook-javascript";

/** The kernelspecs that an installation writes, and what each is called and runs. */
export const KERNELS = [
  { name: KERNEL_NAME, displayName: "TypeScript (Tunebook)", language: "typescript" },
  { name: JAVASCRIPT_KERNEL_NAME, displayName: "JavaScript (Tunebook)", language: "javascript" },
] as const;

/**
 * With which Node runs the kernel's own process. What passes through it is young and soon garbage: a small
 * room for that, in MB, saves some 30 MB of memory for each kernel. User code runs in another process.
 */
export const NODE_FLAGS: readonly string[] = ["--max-semi-space-size=4"];

/** A `kernel.json`. */
export interface Kernelspec {
  argv: string[];
  display_name: string;
  language: string;
  interrupt_mode: "message";
  kernel_protocol_version: string;
  metadata: Record<string, unknown>;
}

/**
 * @param node absolute path of Node; @param launcher absolute path of the launcher
 * @param kernel which of {@link KERNELS}
 */
export function kernelspec(
  node: string,
  launcher: string,
  { displayName, language }: (typeof KERNELS)[number] = KERNELS[0],
): Kernelspec {
  const dialect = language === "javascript" ? ["--language", language] : [];
  return {
    argv: [
      node,
      ...NODE_FLAGS,
      launcher,
      "kernel",
      ...dialect,
      "--connection-file",
      "{connection_file}",
    ],
    display_name: displayName,
    language,
    interrupt_mode: "message",
    kernel_protocol_version: "5.5",
    metadata: { debugger: true, supported_encryption: ["curve"] },
  };
}
