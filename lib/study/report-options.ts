import { knownOptions } from "./known-options.ts";

/** Options of `trial.report`. */
export interface ReportOptions {
  /** Whether it throws where the pruner says stop; else it returns the verdict. Default true. */
  throw?: boolean;
}

const KNOWN = { throw: true } as const;

/**
 * Refuses an option that `report` does not have. Reports come by the thousand, and nearly all without options.
 *
 * @throws StudyError naming the option, and the one that may have been meant
 */
export function checkReportOptions(options: ReportOptions | undefined): void {
  if (options !== undefined) knownOptions("report", options, KNOWN);
}
