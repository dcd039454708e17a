/**
 * Parameters for an objective to keep: what it changes in them (rounds, fills in, pushes onto a list) must
 * not change the history. Arrays and plain objects are copied; whatever else `fixed` holds is shared.
 */
export function ownParams<Params>(params: Params): Params {
  if (Array.isArray(params)) return params.map(ownParams) as Params;
  if (typeof params !== "object" || params === null) return params;
  if (Object.getPrototypeOf(params) !== Object.prototype) return params;
  const own: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(params)) own[name] = ownParams(value);
  return own as Params;
}
