import type { Machine } from "../jupyter-folders.ts";
import type { JupyterPython } from "../python.ts";

/** What a check of the doctor found. */
export interface Finding {
  /** `absent`: something optional is not there, which is no fault. */
  state: "good" | "bad" | "absent";
  /** One line: what was looked at, and how it is. */
  text: string;
  /** One sentence with the command that mends it, where there is something to do. */
  remedy?: string;
  /** Jupyter's folder, where installing into it anew is all of the remedy. */
  installInto?: string;
}

/** One check. A check never throws: what it cannot find out is a finding. */
export type Check = (context: DoctorContext) => Finding | Promise<Finding>;

/** What the checks look at. */
export interface DoctorContext {
  /** Where this package lies. */
  packageRoot: string;
  /** The folder that modules of the user's notebooks are resolved from. */
  cwd: string;
  /** Jupyter's folders in which it may look, those that win first. */
  folders: string[];
  /** The one folder of Jupyter's that was asked about; left out: whichever of them. */
  place?: string;
  /** Its folders of settings, those that win first. */
  configFolders: string[];
  /** The Python with a Jupyter that was found, if any was. */
  jupyter: JupyterPython | undefined;
  /** The environment that all of this depends on. */
  machine: Machine;
}
