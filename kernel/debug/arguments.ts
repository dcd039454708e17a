/** Reads the arguments of a debug request, which may be anything that is JSON. */
import { DebugRequestError, type SourceBreakpoint } from "./protocol.ts";

/** What a front end sends along; unchecked. */
export type Arguments = Record<string, unknown>;

/** @throws DebugRequestError unless the argument is a text */
export function textOf(given: Arguments, name: string): string {
  const value = given[name];
  if (typeof value === "string") return value;
  throw new DebugRequestError(`The argument "${name}" is missing or is not a text.`);
}

/** @throws DebugRequestError unless the argument is a number */
export function numberOf(given: Arguments, name: string): number {
  const value = given[name];
  if (typeof value === "number" && Number.isFinite(value)) return value;
  throw new DebugRequestError(`The argument "${name}" is missing or is not a number.`);
}

/** The argument if it is a number. */
export function maybeNumber(given: Arguments, name: string): number | undefined {
  const value = given[name];
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

/** The argument if it is an object, else one without anything in it. */
export function objectOf(given: Arguments, name: string): Arguments {
  const value = given[name];
  return typeof value === "object" && value !== null ? (value as Arguments) : {};
}

/** The texts of a list. */
export function textsOf(given: Arguments, name: string): string[] {
  const value = given[name];
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

/** The breakpoints of a `setBreakpoints` request; what has no line is left out. */
export function breakpointsOf(given: Arguments): SourceBreakpoint[] {
  const { breakpoints, lines } = given;
  const list: unknown[] = Array.isArray(breakpoints)
    ? breakpoints
    : Array.isArray(lines)
      ? lines.map((line) => ({ line: line as unknown }))
      : [];
  return list.flatMap((item): SourceBreakpoint[] => {
    const { line, condition, hitCondition, logMessage } = (item ?? {}) as Arguments;
    if (typeof line !== "number") return [];
    const text = (value: unknown) => (typeof value === "string" ? value : undefined);
    return [
      {
        line,
        condition: text(condition),
        hitCondition: text(hitCondition),
        logMessage: text(logMessage),
      },
    ];
  });
}
