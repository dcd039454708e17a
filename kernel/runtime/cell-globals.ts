/** What cells find without an import. Only cells: a package that looks for it on `globalThis` must not. */
import { display } from "./display-api.ts";
import type { Scope } from "./scope.ts";

/** Puts them into the scope of a session. */
export function giveGlobals(scope: Scope): void {
  scope.set("display", display);
}
