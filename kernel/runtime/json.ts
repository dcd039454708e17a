/**
 * JSON for the channel, whatever user code did to the language's own objects: a `toJSON` that somebody
 * put on `Object.prototype` must not reach the messages of this runtime.
 */
const stringify = JSON.stringify;
const keysOf = Object.keys;
const isArray = Array.isArray;
const objects: Record<string, unknown> = Object.prototype as never;
const arrays: Record<string, unknown> = Array.prototype as never;

/** `value` as JSON; what JSON has no word for is left out of objects, and null in lists. */
export function toJson(value: unknown): string {
  const clean = objects["toJSON"] === undefined && arrays["toJSON"] === undefined;
  return (clean ? stringify(value) : encode(value)) ?? "null";
}

/** The slow way, which asks only those values for their `toJSON` that have one of their own. */
function encode(value: unknown): string | undefined {
  if (typeof value === "function") return undefined;
  if (typeof value !== "object" || value === null) return stringify(value);
  const own = (value as { toJSON?: unknown }).toJSON;
  if (typeof own === "function" && own !== objects["toJSON"] && own !== arrays["toJSON"]) {
    return encode(own.call(value));
  }
  let text = "";
  if (isArray(value)) {
    for (let at = 0; at < value.length; at++) {
      text += (at > 0 ? "," : "") + (encode(value[at]) ?? "null");
    }
    return `[${text}]`;
  }
  const keys = keysOf(value);
  for (let at = 0; at < keys.length; at++) {
    const part = encode((value as Record<string, unknown>)[keys[at]!]);
    if (part !== undefined) text += `${text === "" ? "" : ","}${stringify(keys[at])}:${part}`;
  }
  return `{${text}}`;
}
