/** The named properties of `object`; one whose getter throws is undefined, since nobody asked for it. */
export function peek<Name extends string>(
  object: object,
  ...names: Name[]
): Partial<Record<Name, unknown>> {
  const found: Partial<Record<Name, unknown>> = {};
  for (const name of names) {
    try {
      found[name] = (object as Record<Name, unknown>)[name];
    } catch {
      // It is not what we look for.
    }
  }
  return found;
}
