/** The breakpoints that front ends have set, and where they are in what runs. */
import { pathToFileURL } from "node:url";
import { conditionOf } from "./conditions.ts";
import type { BreakLocation, Location } from "./inspector.ts";
import { stopAt, stopsOf, PlaceMap, type Stop } from "./places.ts";
import type { Breakpoint, SourceBreakpoint } from "./protocol.ts";
import type { Script, Scripts } from "./scripts.ts";
import type { InspectorSession } from "./session.ts";

/** A cell's text, compiled as it would be if it ran now. */
export type Compiled = { js: string; map: string };

export interface BreakpointsOptions {
  scripts: Scripts;
  /** The session, while the debugger is attached. */
  session: () => InspectorSession | undefined;
  compile: (code: string) => Promise<Compiled | undefined>;
  /** A breakpoint is somewhere else than was said of it. */
  changed: (breakpoint: Breakpoint) => void;
}

interface Held {
  id: number;
  wanted: SourceBreakpoint;
  /** What the front end was told. */
  shown: Breakpoint;
  /** The inspector's names of it. */
  places: string[];
}

const NOT_ATTACHED = "The debugger is not attached.";
const NOT_LOADED = "This file is not loaded yet.";
const NO_CODE = "There is no code that runs on this line or after it.";

/** See the file's head. */
export class Breakpoints {
  readonly #options: BreakpointsOptions;
  readonly #held = new Map<string, Held[]>();
  #lastId = 0;
  #probes = 0;
  #watchesFiles = false;

  constructor(options: BreakpointsOptions) {
    this.#options = options;
  }

  /** Puts these breakpoints in the place of all that the source had. */
  async set(path: string, wanted: readonly SourceBreakpoint[]): Promise<Breakpoint[]> {
    const before = this.#held.get(path) ?? [];
    const held = wanted.map((breakpoint): Held => {
      const id = ++this.#lastId;
      const { line } = breakpoint;
      const shown = { id, verified: false, line, message: NOT_ATTACHED, source: { path } };
      return { id, wanted: breakpoint, shown, places: [] };
    });
    if (held.length > 0) this.#held.set(path, held);
    else this.#held.delete(path);
    const session = this.#options.session();
    if (session) {
      await remove(session, before);
      await this.#placeAll(session, path, held);
    }
    return held.map(({ shown }) => shown);
  }

  /** All breakpoints, by source, as `debugInfo` tells them. */
  list(): { source: string; breakpoints: Breakpoint[] }[] {
    return [...this.#held].map(([source, held]) => ({
      source,
      breakpoints: held.map(({ shown }) => shown),
    }));
  }

  /** A session begins: what was set before is put into what is there. */
  async attach(session: InspectorSession): Promise<void> {
    this.#watchesFiles = false;
    for (const [path, held] of this.#held) {
      for (const one of held) one.places = [];
      await this.#placeAll(session, path, held);
    }
  }

  /** Forgets all of them. */
  clear(): void {
    this.#held.clear();
  }

  /** A cell is about to run: its breakpoints are put in before. */
  async beforeCell(session: InspectorSession, cell: Script, js: string): Promise<void> {
    const held = this.#held.get(cell.path!);
    if (held) await this.#place(session, cell, held, await this.#probe(session, js, cell.map));
  }

  /** A module is about to run. */
  async beforeModule(session: InspectorSession, script: Script): Promise<void> {
    const held = this.#held.get(script.path ?? "");
    if (!held) return;
    const before = held.map(({ shown }) => ({ ...shown }));
    await this.#place(session, script, held, await stopsIn(session, script));
    held.forEach(({ shown }, index) => {
      const { verified, line } = before[index]!;
      if (verified !== shown.verified || line !== shown.line) this.#options.changed(shown);
    });
  }

  /** The front end's numbers of the breakpoints that the inspector names. */
  idsOf(places: readonly string[]): number[] {
    return [...this.#held.values()]
      .flat()
      .filter(({ places: own }) => own.some((place) => places.includes(place)))
      .map(({ id }) => id);
  }

  async #placeAll(session: InspectorSession, path: string, held: Held[]): Promise<void> {
    const { scripts, compile } = this.#options;
    const running = scripts.at(path).filter(({ id }) => id !== undefined);
    for (const script of running) {
      await this.#place(session, script, held, await stopsIn(session, script));
    }
    if (running.length > 0) return;
    const code = scripts.cellText(path);
    if (code === undefined) return this.#placeInFile(session, path, held);
    const compiled = await compile(code);
    if (compiled === undefined) {
      // It may well run when its names are there; the line is as good as any.
      for (const { shown } of held) Object.assign(shown, { verified: true, message: undefined });
      return;
    }
    const stops = await this.#probe(session, compiled.js, new PlaceMap(compiled.map));
    for (const one of held) this.#show(one, stopAt(stops, one.wanted.line - 1));
  }

  /** A file that is not loaded: what is compiled is looked at as it comes, of the rest the line is known. */
  async #placeInFile(session: InspectorSession, path: string, held: Held[]): Promise<void> {
    if (/\.([mc]?ts|[tj]sx)$/.test(path)) {
      for (const { shown } of held) shown.message = NOT_LOADED;
      if (this.#watchesFiles || held.length === 0) return;
      this.#watchesFiles = true;
      await session.post("Debugger.setInstrumentationBreakpoint", {
        instrumentation: "beforeScriptWithSourceMapExecution",
      });
      return;
    }
    const url = pathToFileURL(path).href.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    for (const one of held) {
      one.shown.message = NOT_LOADED;
      await this.#put(session, one, { urlRegex: `^${url}(\\?.*)?$` }, one.wanted.line - 1, 0);
    }
  }

  async #place(
    session: InspectorSession,
    script: Script,
    held: readonly Held[],
    stops: readonly Stop[],
  ): Promise<void> {
    for (const one of held) {
      const stop = stopAt(stops, one.wanted.line - 1);
      this.#show(one, stop);
      if (!stop) continue;
      const { line, column } = stop.running;
      await this.#put(session, one, { url: script.url }, line, column);
    }
  }

  async #put(
    session: InspectorSession,
    one: Held,
    where: { url: string } | { urlRegex: string },
    lineNumber: number,
    columnNumber: number,
  ): Promise<void> {
    try {
      const condition = conditionOf(one.id, one.wanted);
      const { breakpointId } = await session.post<{
        breakpointId: string;
        locations: Location[];
      }>("Debugger.setBreakpointByUrl", { ...where, lineNumber, columnNumber, condition });
      one.places.push(breakpointId);
    } catch (error) {
      const { message } = error as Error;
      // Two lines of the user's may come to the same place: it stops there all the same.
      if (message.includes("already exists")) return;
      Object.assign(one.shown, { verified: false, message });
    }
  }

  #show({ shown }: Held, stop: Stop | undefined): void {
    if (stop) {
      const column = stop.user.column + 1;
      Object.assign(shown, { verified: true, line: stop.user.line + 1, column });
      delete shown.message;
    } else Object.assign(shown, { verified: false, message: NO_CODE });
  }

  /** The places to stop in a text that has not run. */
  async #probe(session: InspectorSession, js: string, map: PlaceMap | undefined): Promise<Stop[]> {
    const url = `tunebook:probe-${++this.#probes}`;
    // The handle keeps it alive until it was looked at.
    await session.hook("probe", [{ value: js }, { value: url }], { group: url });
    // The engine tells of a script before it answers the call that compiled it.
    const id = this.#options.scripts.takeProbe(url);
    const stops = id === undefined ? [] : stopsOf(await locationsIn(session, id), map);
    session.release(url);
    return stops;
  }
}

/** The places to stop in a script that runs. */
export function stopsIn(session: InspectorSession, script: Script): Promise<Stop[]> {
  script.stops ??= locationsIn(session, script.id!).then((found) => script.stopsIn(found));
  return script.stops;
}

async function locationsIn(session: InspectorSession, scriptId: string): Promise<BreakLocation[]> {
  const { locations } = await session.post<{ locations: BreakLocation[] }>(
    "Debugger.getPossibleBreakpoints",
    { start: { scriptId, lineNumber: 0, columnNumber: 0 }, restrictToFunction: false },
  );
  return locations;
}

async function remove(session: InspectorSession, held: readonly Held[]): Promise<void> {
  for (const breakpointId of held.flatMap(({ places }) => places)) {
    await session.post("Debugger.removeBreakpoint", { breakpointId });
  }
}
