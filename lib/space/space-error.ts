/**
 * A search space, or a configuration given for one, that cannot be: the message names the parameter
 * by its path, what was wrong with it and what to write instead.
 */
export class SpaceError extends Error {
  override readonly name = "SpaceError";
  /** The parameter: `learningRate`, `optimizer.momentum`, `hidden[0]`; "" for the space itself. */
  readonly path: string;

  /**
   * @param problem what is wrong, a clause: "low 5 is above high 1"
   * @param remedy what to do, a sentence: "Write float(1, 5)."
   */
  constructor(path: string, problem: string, remedy: string) {
    super(`${path === "" ? "The search space" : `Parameter ${path}`}: ${problem}. ${remedy}`);
    this.path = path;
  }
}
