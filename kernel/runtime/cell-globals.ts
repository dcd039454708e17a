/** What cells find without an import. */
import { createRequire } from "node:module";
import type { Comms } from "../../lib/display/host.ts";
import { commsApi } from "./comms-api.ts";
import { display } from "./display-api.ts";
import type * as DenoLayer from "./layers/deno.ts";
import { giveIJavascript } from "./layers/ijavascript.ts";
import type { Scope } from "./scope.ts";
import { answerControl } from "./widgets/control.ts";
import type * as Widgets from "./widgets/widget.ts";

const require = createRequire(import.meta.url);

/** Puts them into the scope of a session. */
export function giveGlobals(scope: Scope, comms: Comms): void {
  scope.set("display", display);
  scope.set("comms", commsApi(comms));
  giveIJavascript(scope);
  answerControl(comms);
  giveLate(scope, "widget", () => (require("./widgets/widget.js") as typeof Widgets).widget);
  // Of cells alone: packages take a `Deno` on `globalThis` for the real one.
  giveLate(scope, "Deno", () => (require("./layers/deno.js") as typeof DenoLayer).makeDeno());
}

/** Gives a name whose value is loaded when it is first read. */
function giveLate(scope: Scope, name: string, load: () => unknown): void {
  let value: unknown;
  scope.give(name, () => (value ??= load()));
}
