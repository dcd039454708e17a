/** A figure could not be made, drawn or saved; the message says why and what to do. */
export class FigureError extends Error {
  override readonly name = "FigureError";
}
