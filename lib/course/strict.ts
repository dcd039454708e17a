/** An answer was wrong, or a claim did not hold, while `TUNEBOOK_COURSE=strict`. */
export class CourseError extends Error {
  override name = "CourseError";
}

/** Whether verdicts other than a pass throw: for those who test the course, not for those who take it. */
export function isStrict(): boolean {
  return process.env["TUNEBOOK_COURSE"] === "strict";
}
