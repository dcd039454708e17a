import type { OutputMessage } from "../../runtime/client.ts";
import type { ExecutionId } from "../../runtime/protocol.ts";
import type { MimeBundle } from "../../wire/content.ts";

/** What was kept back of a cell's output. */
export interface Kept {
  stdout: string;
  stderr: string;
  outputs: { data: MimeBundle; metadata: Record<string, unknown> }[];
}

/** What of a cell's output is shown all the same. */
export interface CaptureOptions {
  stdout?: boolean;
  stderr?: boolean;
  display?: boolean;
}

/** The outputs that `%%capture` keeps back, by the execution that makes them. */
export class Captures {
  readonly #open = new Map<ExecutionId, { kept: Kept; shown: CaptureOptions }>();

  /** From here on the output of an execution is kept. */
  begin(id: ExecutionId, shown: CaptureOptions): void {
    this.#open.set(id, { kept: { stdout: "", stderr: "", outputs: [] }, shown });
  }

  /** What was kept since; from here on it is published again. */
  end(id: ExecutionId): Kept {
    const open = this.#open.get(id);
    this.#open.delete(id);
    return open?.kept ?? { stdout: "", stderr: "", outputs: [] };
  }

  /** The runtime has ended, and with it what was captured. */
  clear(): void {
    this.#open.clear();
  }

  /** Keeps an output back; false where it is to be published. */
  take(output: OutputMessage): boolean {
    const open = "id" in output && output.id !== undefined ? this.#open.get(output.id) : undefined;
    if (!open) return false;
    const { kept, shown } = open;
    switch (output.type) {
      case "stream":
        if (shown[output.name]) return false;
        kept[output.name] += output.text;
        return true;
      case "display":
        if (shown.display) return false;
        if (!output.update) kept.outputs.push({ data: output.data, metadata: output.metadata });
        return true;
      case "clear":
        Object.assign(kept, { stdout: "", stderr: "", outputs: [] });
        return true;
      default:
        return false;
    }
  }
}
