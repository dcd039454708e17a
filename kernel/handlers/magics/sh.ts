import { scriptMagic } from "./common/script.ts";
import type { KernelMagic } from "./common/magic.ts";

/** Runs a cell as a script of sh. */
export const sh: KernelMagic = scriptMagic("sh");
