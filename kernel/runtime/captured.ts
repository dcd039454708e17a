/** What `%%capture` keeps of a cell. */
import { currentCell } from "./cell.ts";
import { displayBundle } from "./displays.ts";
import type { Drawn } from "./drawing/draw.ts";
import { print } from "./output.ts";
import type { MimeBundle } from "./protocol.ts";

/** What the kernel has kept back. */
interface Kept {
  stdout: string;
  stderr: string;
  outputs: { data: MimeBundle; metadata: Record<string, unknown> }[];
}

/** The output of a cell that was not shown. Empty until the cell has ended. */
export class Captured {
  /** What was printed. */
  stdout = "";
  stderr = "";
  /** What was displayed, and the cell's result as the last. */
  outputs: Kept["outputs"] = [];

  /** Shows it all, now. */
  show(): void {
    print("stdout", this.stdout);
    print("stderr", this.stderr);
    for (const { data, metadata } of this.outputs) displayBundle(data, { metadata });
  }

  /** Keeps back the output of the running cell from here to its end. */
  static async begin(
    call: (name: string, argument: string) => Promise<unknown>,
    options: string,
  ): Promise<Captured> {
    const captured = new Captured();
    await call("capture", `begin ${options}`);
    currentCell()?.atEnd.push(async (result?: Drawn) => {
      const kept = (await call("capture", "end")) as Kept;
      const keeps = !options.includes("no-display");
      if (result && keeps) kept.outputs.push({ data: result.data, metadata: result.metadata });
      Object.assign(captured, kept);
      return keeps;
    });
    return captured;
  }
}
