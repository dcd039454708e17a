/** The tslab that a notebook has installed (`import * as tslab from "tslab"`): its display API shows through this kernel. */
import { createRequire } from "node:module";
import type { MimeBundle } from "../protocol.ts";
import { displayBundle } from "../displays.ts";

/** What tslab hands to the kernel that it believes to be its own. */
interface TslabDisplay {
  data: MimeBundle;
  metadata: Record<string, unknown>;
  transient: { display_id?: string };
}

/** Joins the copy of tslab that `url` belongs to, if it is one, to this runtime's displays. */
export function connectTslab(url: string): void {
  if (!url.endsWith("/tslab/dist/public.js")) return;
  const jupyter = createRequire(url)("./jupyter.js") as {
    lastWriteDisplayData: (display: TslabDisplay, update: boolean) => void;
  };
  jupyter.lastWriteDisplayData = ({ data, metadata, transient }, update) =>
    displayBundle(data, { id: transient.display_id, metadata, update });
}
