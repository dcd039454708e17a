/** A tuner that cannot serve: which one, what stands in its way, and what to do about it. */
export class TunerError extends Error {
  override readonly name = "TunerError";
}
