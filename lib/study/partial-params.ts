/** Parameters of which some may be left to their defaults. */
export type PartialParams<Params> = Params extends readonly unknown[]
  ? Params
  : Params extends object
    ? { readonly [Name in keyof Params]?: PartialParams<Params[Name]> }
    : Params;
