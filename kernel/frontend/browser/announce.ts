/** Tells kernels that this front end draws Tunebook's figures. */
import { version } from "./assets.ts";
import { attach } from "./attach.ts";
import type { KernelConnection, SessionPanel, Tracker } from "./jupyter.ts";

const TARGET = "tunebook.frontend";

/** Opens the comm `tunebook.frontend` once with each Tunebook kernel, and again after a restart. */
export function announce(tracker: Tracker): void {
  tracker.forEach(watch);
  tracker.widgetAdded.connect((_, panel) => watch(panel));
}

function watch(panel: SessionPanel): void {
  const { sessionContext: context } = panel;
  // Connections that know already.
  const told = new WeakSet<KernelConnection>();

  const tell = async () => {
    const kernel = context.session?.kernel;
    if (!kernel || kernel.handleComms === false || told.has(kernel)) return;
    told.add(kernel);
    // By name at once, so that the comm travels before the first cell; by what the kernel says of
    // itself where its kernelspec was given another name.
    if (kernel.name !== "tunebook") {
      const info = await kernel.info.catch(() => undefined);
      if (info?.implementation !== "tunebook" || context.session?.kernel !== kernel) return;
    }
    kernel.createComm(TARGET).open({ renderer: version() });
    await panel.context?.ready;
    attach(panel, kernel);
  };

  void context.ready.then(tell);
  context.kernelChanged.connect(() => void tell());
  context.statusChanged.connect((_, status) => {
    const kernel = context.session?.kernel;
    if (/restarting/.test(status)) {
      if (kernel) told.delete(kernel);
      // Right after the connection has dropped what it had to send to the old kernel: then this is
      // the first thing that the new one hears, before any cell.
      queueMicrotask(() => void tell());
    } else if (status === "idle" || status === "connected") void tell();
  });
}
