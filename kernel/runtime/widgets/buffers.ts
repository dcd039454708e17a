/** Bytes in a widget's state travel beside it: Jupyter's widget messaging protocol 2.1, "binary". */

/** Where in a state bytes were: keys of objects and indices of lists. */
export type BufferPath = (string | number)[];

/** A state as it travels. */
export interface Packed {
  state: Record<string, unknown>;
  buffer_paths: BufferPath[];
  buffers: Uint8Array[];
}

/** Takes the bytes out of `state`, which stays as it is. */
export function packState(state: Record<string, unknown>): Packed {
  const buffer_paths: BufferPath[] = [];
  const buffers: Uint8Array[] = [];
  const take = (value: unknown, path: BufferPath): unknown => {
    const bytes = bytesOf(value);
    if (bytes !== undefined) {
      buffer_paths.push(path);
      buffers.push(bytes);
      // In a list the place is kept, in an object the key is left out.
      return typeof path.at(-1) === "number" ? null : undefined;
    }
    if (Array.isArray(value)) return value.map((item, at) => take(item, [...path, at]));
    if (typeof value !== "object" || value === null || !isPlain(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, take(item, [...path, key])]),
    );
  };
  const packed = take(state, []) as Record<string, unknown>;
  return { state: packed, buffer_paths, buffers };
}

/** Puts the bytes that came beside `state` into it. Paths that lead nowhere are ignored. */
export function unpackState(
  state: Record<string, unknown>,
  paths: readonly BufferPath[],
  buffers: readonly Uint8Array[],
): Record<string, unknown> {
  paths.forEach((path, at) => {
    let place: unknown = state;
    for (const key of path.slice(0, -1)) place = own(place, key);
    const last = path.at(-1);
    if (typeof place !== "object" || place === null || last === undefined) return;
    Object.defineProperty(place, last, {
      value: buffers[at],
      writable: true,
      enumerable: true,
      configurable: true,
    });
  });
  return state;
}

const own = (place: unknown, key: string | number): unknown =>
  typeof place === "object" && place !== null && Object.hasOwn(place, key)
    ? (place as Record<string | number, unknown>)[key]
    : undefined;

function bytesOf(value: unknown): Uint8Array | undefined {
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  if (!ArrayBuffer.isView(value)) return undefined;
  return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
