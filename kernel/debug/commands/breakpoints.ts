/** Commands that say where the program stops. */
import { breakpointsOf, numberOf, objectOf, textOf, textsOf } from "../arguments.ts";
import type { Command } from "../commands.ts";
import { stopsIn } from "../breakpoints.ts";
import type { ExceptionFilter } from "../program.ts";
import { pathOf } from "./sources.ts";

export const breakpointCommands: Record<string, Command> = {
  dumpCell: {
    always: true,
    run: async ({ scripts }, given) => ({ sourcePath: scripts.cellPath(textOf(given, "code")) }),
  },
  setBreakpoints: {
    inTurn: true,
    async run(state, given) {
      const wanted = breakpointsOf(given).map((breakpoint) => ({
        ...breakpoint,
        line: breakpoint.line + 1 - state.firstLine,
      }));
      const set = await state.breakpoints.set(pathOf(objectOf(given, "source")), wanted);
      const breakpoints = set.map((breakpoint) => ({
        ...breakpoint,
        line: breakpoint.line - 1 + state.firstLine,
        column: breakpoint.column && breakpoint.column - 1 + state.firstColumn,
      }));
      return { breakpoints };
    },
  },
  breakpointLocations: {
    async run(state, given) {
      const path = pathOf(objectOf(given, "source"));
      const from = numberOf(given, "line") - state.firstLine;
      const to = typeof given["endLine"] === "number" ? given["endLine"] - state.firstLine : from;
      const session = state.attached;
      const script = state.scripts.at(path).find(({ id }) => id !== undefined);
      const stops = session && script ? await stopsIn(session, script) : [];
      const breakpoints = stops
        .filter(({ user }) => user.line >= from && user.line <= to)
        .map(({ user }) => ({
          line: user.line + state.firstLine,
          column: user.column + state.firstColumn,
        }));
      return { breakpoints };
    },
  },
  setExceptionBreakpoints: {
    inTurn: true,
    async run(state, given) {
      const options = Array.isArray(given["filterOptions"]) ? given["filterOptions"] : [];
      const named = options.map((option) => (option as { filterId?: string }).filterId ?? "");
      const filters = [...textsOf(given, "filters"), ...named].filter(isFilter);
      await state.program.stopOn(filters);
      return { breakpoints: filters.map(() => ({ verified: true })) };
    },
  },
};

const isFilter = (name: string): name is ExceptionFilter => name === "uncaught" || name === "all";
