import { curves } from "./curves.ts";
import { history } from "./history.ts";

/** Every figure by its name. */
export const plots = { history, curves };
