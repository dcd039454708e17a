/** What hosts that are not ours have in common. */
import type { Host } from "../host.ts";

/** The parts of {@link Host} that another kernel cannot give: no comms, no cell, no renderer. */
export function foreignHost(
  name: string,
  display: Host["display"],
  clear: Host["clear"] = () => undefined,
): Host {
  return {
    version: 1,
    name,
    display,
    clear,
    comm: undefined,
    cell: undefined,
    renderer: false,
    input: () =>
      Promise.reject(
        new Error(`${name} does not let a library ask for input; set the value in code.`),
      ),
  };
}
