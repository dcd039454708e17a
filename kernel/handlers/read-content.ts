/** Reads single fields of a request's content, which may be anything that is JSON. */
import type { JsonObject } from "../wire/message.ts";

/** The request lacks something; it gets an error reply and has no other effect. */
export class BadRequestError extends Error {
  override name = "BadRequest";
}

/** @throws BadRequestError unless the field is a text */
export function requireText(content: JsonObject, field: string): string {
  const value = content[field];
  if (typeof value === "string") return value;
  throw new BadRequestError(
    `The request's "${field}" ${value === undefined ? "is missing" : "is not a text"}; nothing was done.`,
  );
}

/** @throws BadRequestError unless the field is a whole number or absent */
export function readInteger(content: JsonObject, field: string, fallback: number): number {
  const value = content[field] ?? fallback;
  if (typeof value === "number" && Number.isInteger(value)) return value;
  throw new BadRequestError(`The request's "${field}" is not a whole number; nothing was done.`);
}

/** Absent or null: `fallback`. Anything else counts as JavaScript counts it. */
export function readFlag(content: JsonObject, field: string, fallback: boolean): boolean {
  const value = content[field];
  return value === undefined || value === null ? fallback : Boolean(value);
}

/** The entries of a field that maps names to texts; what is no text is left out. */
export function readTexts(content: JsonObject, field: string): Record<string, string> {
  const value = content[field];
  if (typeof value !== "object" || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).filter(
      (entry): entry is [string, string] => typeof entry[1] === "string",
    ),
  );
}
