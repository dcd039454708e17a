/** Runs one compiled cell, from its command to its `done`. */
import { join } from "node:path";
import { types } from "node:util";
import { Script, constants } from "node:vm";
import { HOST, type Host } from "../../lib/display/host.ts";
import { Cell, Interrupted, runIn, setLastCell } from "./cell.ts";
import { mark, send } from "./channel.ts";
import { closeGroups } from "./console-groups.ts";
import { describeError } from "./errors.ts";
import { sendable } from "./drawing/bundle.ts";
import { draw, type Drawn, withProblems } from "./drawing/draw.ts";
import type { Modules } from "./modules.ts";
import { print } from "./output.ts";
import type { ExecuteCommand, FromRuntime } from "./protocol.ts";
import { withPromiseHint } from "./promise-hint.ts";
import type { Box, Scope } from "./scope.ts";
import { CELL_FILE, registerSource } from "./stack.ts";
import { forgetTurns, watchTurns } from "./turns.ts";
import { isShownAsRejected } from "./uncaught.ts";
import { usingContext } from "./using.ts";
import { begins, lost } from "./standing.ts";

const nativeSetImmediate = setImmediate;

/** Told where nobody would see it: a notebook that is run whole ends with its last cell. */
const GOES_ON =
  "Not awaited: what this cell began goes on in the background, and is lost when the kernel ends. " +
  "Await it, as in await study.optimize(…).\n";

/** What a compiled cell is: `(async? function ($box, $import, $get, $meta, require, $using) {…})`. */
type CompiledFunction = (
  box: (name: string) => Box,
  ...rest: unknown[]
) => { value?: unknown } | undefined | Promise<{ value?: unknown } | undefined>;

type Done = Extract<FromRuntime, { type: "done" }>;

/** Runs cells in one scope, and knows those that run. */
export class Executor {
  readonly #scope: Scope;
  readonly #modules: Modules;
  readonly #running = new Map<number, Cell>();
  readonly #out: Record<number, unknown> = {};
  /** Whether the user's own code defined `_` or `Out`, which then stay theirs. */
  readonly #taken = new Set<string>();

  constructor(scope: Scope, modules: Modules) {
    this.#scope = scope;
    this.#modules = modules;
    scope.set("_", undefined);
    scope.set("Out", this.#out);
    // What CommonJS gives to a file.
    const module = { exports: {} };
    scope.set("module", module);
    scope.give("exports", () => module.exports);
    scope.give("__dirname", () => process.cwd());
    scope.give("__filename", () => join(process.cwd(), "notebook"));
  }

  /** Runs a cell; `done` is sent when it ended. */
  execute(command: ExecuteCommand): void {
    const cell = new Cell(command);
    this.#running.set(cell.id, cell);
    watchTurns();
    for (const cellId of command.deletedCells) lost(cellId);
    begins(cell);
    closeGroups();
    setLastCell(cell);
    const done: Done = { type: "done", id: cell.id, userExpressions: {} };
    const fail = (thrown: unknown) => this.#end(cell, failure(done, cell, thrown, this.#scope));
    // Before the cell's own code runs: a termination takes every frame on the stack with it, this one too.
    cell.stopped.catch(fail);
    runIn(cell, () => this.#run(command, cell, done)).then(() => this.#end(cell, done), fail);
  }

  #end(cell: Cell, done: Done): void {
    if (!this.#running.delete(cell.id)) return;
    if (this.#running.size === 0) forgetTurns();
    cell.ended = true;
    mark();
    try {
      send(done);
    } catch {
      // A representation made of what JSON has no word for; without an answer the kernel would wait for ever.
      send(withoutUnsendable(done));
    }
  }

  /** The cells that have not ended. */
  get running(): Iterable<Cell> {
    return this.#running.values();
  }

  /** Stops the executions `ids`, as far as they run. */
  abort(ids: number[]): void {
    for (const cell of this.#running.values()) {
      // Listeners of the signal run as part of their cell.
      if (ids.includes(cell.id)) runIn(cell, () => cell.abort());
    }
  }

  /** The value of a compiled expression, evaluated outside of any cell. */
  async evaluate(js: string): Promise<unknown> {
    const shown = { js, map: "{}", file: "expression", code: "" };
    return (await this.#evaluate(shown, "tunebook:expression")).value;
  }

  async #run(command: ExecuteCommand, cell: Cell, done: Done): Promise<void> {
    let value: unknown;
    try {
      ({ value } = await this.#evaluate(command, CELL_FILE + command.id));
    } catch (thrown) {
      await ended(cell, undefined).catch(() => {});
      throw thrown;
    }
    if (cell.aborted) return;
    for (const name of command.names) if (name === "_" || name === "Out") this.#taken.add(name);
    while (cell.pending.size > 0) await Promise.all(cell.pending);
    if (cell.reply?.failure) throw cell.reply.failure.thrown;
    const shown = value !== undefined && !cell.reply && !command.silent;
    let drawn = shown ? await draw(value) : cell.reply?.drawn;
    // Its error says all that the promise's own picture would.
    const failed = types.isPromise(value) && (await isShownAsRejected(value, cell.id));
    if (failed && shown) drawn = { data: {}, metadata: {} };
    const taken = await ended(cell, drawn);
    if (!command.silent && !isWatched() && (await goesOn(cell))) print("stderr", GOES_ON);
    if (cell.reply) {
      if (!command.silent && !taken) done.result = cell.reply.drawn;
    } else if (drawn) {
      const { data, metadata, problem } = drawn;
      if (problem !== undefined) print("stderr", `${problem}\n`);
      if (!taken && Object.keys(data).length > 0) done.result = { data, metadata };
      if (command.storeHistory) this.remember(command.executionCount, value);
    }
    for (const [name, expression] of Object.entries(command.userExpressions)) {
      done.userExpressions[name] = await this.#expression(command, name, expression);
    }
  }

  async #evaluate(
    command: Pick<ExecuteCommand, "js" | "map" | "file" | "code">,
    file: string,
  ): Promise<{ value?: unknown }> {
    registerSource(file, { name: command.file, text: command.code, map: command.map });
    const script = new Script(command.js, {
      filename: file,
      importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    });
    const run = script.runInThisContext() as CompiledFunction;
    const { importModule, get, meta, require } = this.#modules.forCell();
    const outcome = await run(this.#scope.box, importModule, get, meta, require, usingContext);
    // In an object: a value that is a promise is shown, never awaited.
    return { value: outcome?.value };
  }

  async #expression(
    command: ExecuteCommand,
    name: string,
    expression: ExecuteCommand["userExpressions"][string],
  ): Promise<Done["userExpressions"][string]> {
    if ("error" in expression) return { status: "error", ...expression.error };
    const shown = { js: expression.js, map: "{}", file: `user expression ${name}`, code: "" };
    try {
      const { value } = await this.#evaluate(shown, `tunebook:expression-${command.id}-${name}`);
      const { data, metadata }: Drawn = await draw(value);
      return { status: "ok", data, metadata };
    } catch (thrown) {
      return { status: "error", ...describeError(thrown) };
    }
  }

  /** Keeps the value of a cell in `Out` and `_`, unless the user has names of their own there. */
  remember(count: number, value: unknown): void {
    this.#out[count] = value;
    if (!this.#taken.has("_")) this.#scope.set("_", value);
  }
}

/** The same answer without what JSON has no word for, which its text then says. */
function withoutUnsendable(done: Done): Done {
  const mend = <Given extends Drawn>(drawn: Given): Given => {
    const problems: string[] = [];
    const data = sendable(drawn.data, problems);
    return { ...drawn, ...withProblems({ data, metadata: {} }, problems) };
  };
  const userExpressions = Object.entries(done.userExpressions).map(([name, found]) => [
    name,
    found.status === "ok" ? mend(found as typeof found & Drawn) : found,
  ]);
  return {
    ...done,
    result: done.result && mend(done.result),
    userExpressions: Object.fromEntries(userExpressions) as Done["userExpressions"],
  };
}

/** Whether work of the cell, a study's, goes on after its code. What has just ended lets go of it a few steps later. */
async function goesOn(cell: Cell): Promise<boolean> {
  if (cell.isHeld) await new Promise((resolve) => nativeSetImmediate(resolve));
  return cell.isHeld;
}

/** Whether a page looks on that shows what goes on after its cell. `tunebook run` says that none does. */
function isWatched(): boolean {
  if (process.env["TUNEBOOK_UNWATCHED"] === "1") return false;
  return (globalThis as { [HOST]?: Host })[HOST]?.renderer ?? false;
}

/** Does what waits for the end of the cell's code, the latest first; whether the result was taken. */
async function ended(cell: Cell, drawn: Drawn | undefined): Promise<boolean> {
  let taken = false;
  for (const work of cell.atEnd.toReversed()) {
    if ((await work(taken ? undefined : drawn)) === true) taken = true;
  }
  return taken;
}

function failure(done: Done, cell: Cell, thrown: unknown, scope: Scope): Done {
  const error = withPromiseHint(describeError(thrown), scope);
  if (thrown instanceof Interrupted) error.traceback = [error.evalue];
  return { ...done, result: undefined, error, interrupted: cell.aborted || undefined };
}
