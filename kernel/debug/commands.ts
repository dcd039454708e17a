/** What the debugger does for each command: the Debug Adapter Protocol's, and Jupyter's own. */
import type { Arguments } from "./arguments.ts";
import { breakpointCommands } from "./commands/breakpoints.ts";
import { lifeCommands } from "./commands/life.ts";
import { runCommands } from "./commands/run.ts";
import { sourceCommands } from "./commands/sources.ts";
import { variableCommands } from "./commands/variables.ts";
import type { Debugger } from "./debugger.ts";

/** One command. */
export interface Command {
  /** Works also while the debugger is off. Default false. */
  always?: boolean;
  /** Waits until the commands before it that do so, too, are through. Default false. */
  inTurn?: boolean;
  /** What a failure's answer holds in the place of the body: JupyterLab reads it without looking. */
  empty?: object;
  /** Gives the body of the answer. */
  run(state: Debugger, given: Arguments): Promise<object | void>;
  /** What is done once the answer is on its way. Default: nothing. */
  afterwards?(state: Debugger): Promise<void>;
}

/** All commands by name. */
export const commands: ReadonlyMap<string, Command> = new Map(
  Object.entries({
    ...lifeCommands,
    ...breakpointCommands,
    ...runCommands,
    ...variableCommands,
    ...sourceCommands,
  }),
);
