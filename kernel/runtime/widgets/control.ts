/** Tells a page that was opened or reloaded which widgets there are: the comm `jupyter.widget.control`. */
import type { Comms } from "../../../lib/display/host.ts";
import { packState, type BufferPath } from "./buffers.ts";

/** The version of the widget messaging protocol, and of its control comm. */
export const PROTOCOL_VERSION = "2.1.0";
const CONTROL_TARGET = "jupyter.widget.control";

/** The state of each open widget, by its model's id. */
export const models = new Map<string, () => Record<string, unknown>>();

/** From now on a page that asks is told of all {@link models}, also that there are none. */
export function answerControl(comms: Comms): void {
  comms.register(CONTROL_TARGET, (comm) => {
    comm.onMessage((data) => {
      if ((data as { method?: unknown } | null)?.method !== "request_states") return;
      const states: Record<string, unknown> = {};
      const buffer_paths: BufferPath[] = [];
      const buffers: Uint8Array[] = [];
      for (const [id, stateOf] of models) {
        const packed = packState(stateOf());
        const { _model_name, _model_module, _model_module_version } = packed.state;
        states[id] = {
          model_name: _model_name,
          model_module: _model_module,
          model_module_version: _model_module_version,
          state: packed.state,
        };
        buffer_paths.push(...packed.buffer_paths.map((path) => [id, "state", ...path]));
        buffers.push(...packed.buffers);
      }
      comm.send({ method: "update_states", states, buffer_paths }, { buffers });
    });
  });
}
