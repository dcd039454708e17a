import type { Space } from "../../space/space.ts";

/** `optimizer.kind` → "optimizer", `optimizer.momentum` → "momentum", `hidden.length` → "hidden". */
export function lastName(path: string): string {
  const plain = path.replace(/\.(kind|length)$/, "");
  return plain.split(".").at(-1) ?? plain;
}

/**
 * How figures call a parameter: by its last name, and where two would have the same, by the one before as
 * well. The number of a list's items is "hidden length", its items "hidden 1", "hidden 2".
 */
export function shortName(space: Space, path: string): string {
  const name = itemName(lastName(path), path);
  const isTaken = space.dimensions.some(
    (other) => other.path !== path && itemName(lastName(other.path), other.path) === name,
  );
  if (!isTaken) return name;
  const parts = path.replace(/\.(kind|length)$/, "").split(".");
  return parts.length > 1 ? parts.slice(-2).join(" ") : name;
}

function itemName(name: string, path: string): string {
  if (path.endsWith(".length")) return `${name} length`;
  return name.replace(/\[(\d+)\]/g, (_, place: string) => ` ${Number(place) + 1}`);
}
