import { compileSpace } from "../../space/compile.ts";
import type { InferParams, SpaceDefinition } from "../../space/infer.ts";
import type { Space } from "../../space/space.ts";
import { StudyError } from "../../study/errors.ts";

/** A space as `openStudy` takes it, or one that is compiled already. */
export type Searched = SpaceDefinition | Space<unknown>;

/** What the objective sees of a space, whether it is compiled or not. */
export type ParamsOf<Given> = Given extends Space<infer Params> ? Params : InferParams<Given>;

/**
 * The space, compiled.
 *
 * @throws StudyError where there is none; SpaceError, naming the parameter, if it cannot be
 */
export function searchedSpace(given: Searched): Space {
  if (given === undefined)
    throw new StudyError("A race needs a space. Write space: { x: float(0, 1) }.");
  // A parameter may well be called "dimensions", but it is no list.
  const isCompiled = Array.isArray((given as Partial<Space> | null)?.dimensions);
  return isCompiled
    ? (given as Space)
    : (compileSpace(given as SpaceDefinition) as Space<never> as Space);
}
