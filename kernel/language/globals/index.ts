/** Declarations of what every cell finds without an import, for the language server. */
import { COMMS } from "./comms.ts";
import { DENO } from "./deno.ts";
import { DIALOGS } from "./dialogs.ts";
import { DISPLAY } from "./display.ts";
import { IJAVASCRIPT } from "./ijavascript.ts";
import { MAGICS } from "./magics.ts";
import { WIDGET } from "./widget.ts";

const SESSION = `/** The value of the latest cell that had one. */
declare var _: any;
/** Values of cells by their execution count. */
declare var Out: Record<number, any>;
`;

/** Globals of every cell. */
export const GLOBALS = [SESSION, DISPLAY, COMMS, DIALOGS, DENO, IJAVASCRIPT, MAGICS, WIDGET].join(
  "",
);
