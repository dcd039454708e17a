import type { Host } from "../host.ts";
import { foreignHost } from "./foreign.ts";

/** What Deno's kernel offers under `Deno.jupyter`. */
interface DenoJupyter {
  broadcast(type: string, content: object): Promise<void>;
}

/** The host where Deno's Jupyter kernel runs this code; undefined elsewhere. */
export function denoHost(): Host | undefined {
  let jupyter: DenoJupyter | undefined;
  try {
    // Outside of a notebook Deno throws where `jupyter` is read.
    jupyter = (globalThis as { Deno?: { jupyter?: DenoJupyter } }).Deno?.jupyter;
  } catch {
    return undefined;
  }
  if (typeof jupyter?.broadcast !== "function") return undefined;
  const kernel = jupyter;
  // Messages leave in the order of calls: an update must not overtake its first display.
  let last: Promise<unknown> = Promise.resolve();
  const send = (type: string, content: object) => {
    last = last.then(() => kernel.broadcast(type, content)).catch(() => undefined);
  };
  return foreignHost(
    "deno",
    (bundle, options = {}) =>
      send(options.update ? "update_display_data" : "display_data", {
        data: bundle,
        metadata: options.metadata ?? {},
        transient: options.id === undefined ? {} : { display_id: options.id },
      }),
    (options = {}) => send("clear_output", { wait: options.wait ?? false }),
  );
}
