import type { Parameter } from "./parameters.ts";

/** What may stand in a search space: a parameter, or a plain object of them. */
export type SpaceEntry = Parameter | SpaceDefinition;

/** A search space as its user writes it: name → parameter, nested as the objective wants to see it. */
export interface SpaceDefinition {
  readonly [name: string]: SpaceEntry;
}

/**
 * What the objective sees of a space. The conditional type around the mapped one makes the compiler
 * show the properties themselves in messages, not this type's name.
 */
export type InferParams<Definition> = Definition extends SpaceDefinition
  ? { -readonly [Name in keyof Definition]: InferValue<Definition[Name]> }
  : never;

/** What the objective sees of one entry. */
export type InferValue<Entry> = Entry extends Parameter<infer Value> ? Value : InferParams<Entry>;

/** What the objective sees of a `oneOf`: a union told apart by `kind`. */
export type InferBranches<Branches> = {
  [Kind in keyof Branches]: Flat<{ kind: Kind } & InferParams<Branches[Kind]>>;
}[keyof Branches];

/** The properties of an intersection as one plain object type, so that messages stay short. */
type Flat<Type> = Type extends unknown ? { [Name in keyof Type]: Type[Name] } : never;

/** Refuses a parameter called `kind` inside a branch; the "type" is the message that the compiler shows. */
export type WithoutKind<Branches> = {
  [Kind in keyof Branches]: "kind" extends keyof Branches[Kind]
    ? { kind: "'kind' is taken: it names the branch. Rename this parameter" }
    : unknown;
};
