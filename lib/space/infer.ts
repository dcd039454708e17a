import type { Parameter } from "./parameters.ts";

/** What may stand in a search space: a parameter, or a plain object of them. */
export type ParameterOrGroup = Parameter | SpaceDefinition;

/** A search space as its user writes it: name → parameter, nested as the objective wants to see it. */
export interface SpaceDefinition {
  readonly [name: string]: ParameterOrGroup;
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

/** What the objective sees of one branch of a `oneOf`: its parameters beside its name, as one plain object. */
export type InferBranch<Kind, Branch> = Flat<{ kind: Kind } & InferParams<Branch>>;

/** The properties of an intersection as one object type, so that messages stay short. */
type Flat<Type> = Type extends unknown ? { [Name in keyof Type]: Type[Name] } : never;

/** Refuses a parameter called `kind` inside a branch; the "type" is the message that the compiler shows. */
export type WithoutKind<Branches> = {
  [Kind in keyof Branches]: string extends keyof Branches[Kind]
    ? unknown // A branch of which the compiler knows no names.
    : "kind" extends keyof Branches[Kind]
      ? { kind: "'kind' is taken: it names the branch. Rename this parameter" }
      : unknown;
};
