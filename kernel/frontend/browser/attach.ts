/**
 * Gives a page that was reloaded the panels of runs under way. JupyterLab then knows nothing of the execution
 * that goes on: its outputs are those of the last save, and messages for them reach nobody. So the kernel is
 * asked for its panels, each is put into its cell, and later updates are put there too.
 */
import { FIGURE_MIME, type MimeBundle, type PanelReply } from "../../../lib/display/host.ts";
import type {
  IopubMessage,
  KernelConnection,
  OutputsModel,
  SessionContext,
  SessionPanel,
} from "./jupyter.ts";

const TARGET = "tunebook.control";

/** Asks a kernel that this page has just met for its panels. */
export function attach(panel: SessionPanel, kernel: KernelConnection): void {
  if (!panel.content?.widgets) return;
  const comm = kernel.createComm(TARGET);
  comm.onMsg = ({ content }) => {
    const { panels } = content.data as Extract<PanelReply, { panels: unknown }>;
    for (const { id, cell, data } of panels ?? []) {
      const outputs = outputsOf(panel, cell);
      if (!outputs) continue;
      put(outputs, id, data);
      follow(panel.sessionContext, kernel, id, (update) => {
        // The cell may have been run anew, or deleted: then its old panel is gone.
        if (placeOf(outputs, id) >= 0) put(outputs, id, update);
      });
    }
    comm.close();
  };
  comm.open({ attach: true });
}

function outputsOf(panel: SessionPanel, cell: string): OutputsModel | undefined {
  return panel.content?.widgets?.find(({ model }) => model.id === cell)?.model.outputs;
}

/** Where a panel stands among the outputs of its cell; −1 where it does not. */
function placeOf(outputs: OutputsModel, id: string): number {
  for (let index = 0; index < outputs.length; index++) {
    const payload = outputs.get(index).data[FIGURE_MIME] as { id?: unknown } | undefined;
    if (payload?.id === id) return index;
  }
  return -1;
}

function put(outputs: OutputsModel, id: string, data: MimeBundle): void {
  const output = { output_type: "display_data", data, metadata: {} };
  const index = placeOf(outputs, id);
  if (index < 0) outputs.add(output);
  else outputs.set(index, output);
}

/** Calls `update` for each later state of a display, as long as the page has this kernel. */
function follow(
  context: SessionContext,
  kernel: KernelConnection,
  id: string,
  update: (data: MimeBundle) => void,
): void {
  const onMessage = (_: SessionContext, { header, content }: IopubMessage) => {
    if (context.session?.kernel !== kernel) context.iopubMessage.disconnect(onMessage);
    else if (header.msg_type === "update_display_data" && content.transient?.display_id === id)
      update(content.data ?? {});
  };
  context.iopubMessage.connect(onMessage);
}
