/** "study.optimize is not a function", where `study` is the promise of one. */
import { types } from "node:util";
import type { RuntimeError } from "./protocol.ts";
import type { Scope } from "./scope.ts";

/** The error, with what to do where a cell's name that it mentions holds a promise. */
export function withPromiseHint(error: RuntimeError, scope: Pick<Scope, "boxes">): RuntimeError {
  const name = /^([\p{ID_Start}$_][\p{ID_Continue}$]*)\.\S+ is not a function$/u.exec(
    error.evalue,
  )?.[1];
  if (error.ename !== "TypeError" || name === undefined) return error;
  for (const [each, box] of scope.boxes()) {
    if (each !== name) continue;
    // Nothing is made by being looked at.
    const value: unknown = Object.getOwnPropertyDescriptor(box, "v")?.value;
    if (!types.isPromise(value)) return error;
    const [head = "", ...lines] = error.traceback;
    const hint = `${name} is a promise: write await before what makes it, or (await ${name}).`;
    return { ...error, traceback: [head, hint, ...lines] };
  }
  return error;
}
