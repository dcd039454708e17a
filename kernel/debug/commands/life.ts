/** Commands that begin and end a debugger's session, and tell of it. */
import type { Command } from "../commands.ts";
import { THREAD } from "../program.ts";
import { HASH_SEED } from "../scripts.ts";

/** What this debugger can do, in the words of the Debug Adapter Protocol. */
const CAPABILITIES = {
  supportsConfigurationDoneRequest: true,
  supportsConditionalBreakpoints: true,
  supportsHitConditionalBreakpoints: true,
  supportsLogPoints: true,
  supportsEvaluateForHovers: true,
  supportsSetVariable: true,
  supportsSetExpression: true,
  supportsExceptionInfoRequest: true,
  supportsModulesRequest: true,
  supportsBreakpointLocationsRequest: true,
  supportsDelayedStackTraceLoading: true,
  exceptionBreakpointFilters: [
    {
      filter: "uncaught",
      label: "Uncaught Exceptions",
      description: "Stops where something is thrown that no code of yours catches.",
      default: false,
    },
    {
      filter: "all",
      label: "All Exceptions",
      description: "Stops wherever your code throws.",
      default: false,
    },
  ],
};

export const lifeCommands: Record<string, Command> = {
  initialize: {
    always: true,
    inTurn: true,
    async run(state, { clientID, linesStartAt1, columnsStartAt1 }) {
      state.isStarted = true;
      state.typeNames = clientID === "jupyterlab" ? "python" : "javascript";
      state.firstLine = linesStartAt1 === false ? 0 : 1;
      state.firstColumn = columnsStartAt1 === false ? 0 : 1;
      return CAPABILITIES;
    },
  },
  attach: {
    always: true,
    inTurn: true,
    async run(state) {
      await state.attach();
      state.publish("initialized", {});
      state.publish("thread", { reason: "started", threadId: THREAD });
    },
  },
  configurationDone: { always: true, run: async () => {} },
  disconnect: {
    always: true,
    inTurn: true,
    async run(state) {
      await state.detach();
      state.publish("terminated", {});
    },
  },
  debugInfo: {
    always: true,
    async run({ isStarted, scripts, breakpoints, program }) {
      return {
        isStarted,
        hashMethod: "Murmur2",
        hashSeed: HASH_SEED,
        tmpFilePrefix: scripts.prefix,
        tmpFileSuffix: scripts.suffix,
        breakpoints: breakpoints.list(),
        stoppedThreads: program.stopped ? [THREAD] : [],
        richRendering: true,
        exceptionPaths: ["JavaScript Exceptions"],
        copyToGlobals: true,
      };
    },
  },
};
