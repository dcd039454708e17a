/** From the kernel's messages to the outputs that a notebook stores. */
import type { Cell, JsonObject, Output } from "./notebook-file.ts";

/** A message of the iopub channel, as far as outputs need it. */
export interface OutputMessage {
  type: string;
  content: JsonObject;
}

/**
 * Collects outputs for all cells of a notebook: a display id may be updated from any later cell.
 * Follows what Jupyter's own clients store: neighbouring texts of one stream are one output, a
 * display that is shown again under its id changes in all its places.
 */
export class NotebookOutputs {
  readonly #displays = new Map<string, Output[]>();
  /** Cells that asked to be cleared by their next output. */
  readonly #clearing = new Set<Cell>();

  /** Takes one message into a cell. */
  take(cell: Cell, { type, content }: OutputMessage): void {
    if (type === "clear_output") {
      if (content["wait"]) this.#clearing.add(cell);
      else cell.outputs = [];
      return;
    }
    const displayId = (content["transient"] as JsonObject | undefined)?.["display_id"];
    const { data, metadata } = content;
    if (typeof displayId === "string") {
      for (const shown of this.#displays.get(displayId) ?? [])
        Object.assign(shown, { data, metadata });
    }
    const output = outputOf(type, content);
    if (!output) return;
    if (this.#clearing.delete(cell)) cell.outputs = [];
    const outputs = (cell.outputs ??= []);
    const last = outputs.at(-1);
    if (type === "stream" && last?.output_type === "stream" && last["name"] === output["name"]) {
      last["text"] = settled(String(last["text"]) + String(output["text"]));
      return;
    }
    outputs.push(output);
    if (typeof displayId === "string") {
      this.#displays.set(displayId, [...(this.#displays.get(displayId) ?? []), output]);
    }
  }
}

function outputOf(type: string, content: JsonObject): Output | undefined {
  const { data, metadata, name, text, ename, evalue, traceback } = content;
  switch (type) {
    case "stream":
      return { output_type: type, name, text: settled(String(text)) };
    case "display_data":
      return { output_type: type, data, metadata };
    case "execute_result":
      return { output_type: type, data, metadata, execution_count: content["execution_count"] };
    case "error":
      return { output_type: type, ename, evalue, traceback };
    default:
      return undefined;
  }
}

/** A terminal's view of a text: what a carriage return or a backspace overwrote is gone. */
export function settled(text: string): string {
  if (!/[\r\b]/.test(text)) return text;
  let before: string;
  let after = text.replace(/[^\n]*\r(?=[^\n\r])/g, "");
  do {
    before = after;
    after = before.replace(/[^\n\b][\b]/g, "");
  } while (after !== before);
  return after;
}
