// A system test drives a browser, a kernel and V8 on a machine that does other things as well, a test of the language
// drives TypeScript's server. What fails there is run again by itself: what fails again is a fault, what passes twice
// is intermittent. That is told by name, as something to be mended, and refuses nobody's work.
import { relative } from "node:path";

/** More files than this are no coincidence. */
const FILES = 2;
/** So often a file must pass by itself. */
const TIMES = 2;
/** Where tests drive other programs. */
const DRIVING = ["test/system/", "test/kernel/language/"];

/**
 * Looks again at what failed.
 *
 * @param report what Vitest's JSON reporter wrote of the whole run
 * @param root the repository, absolute
 * @param again runs files by themselves; gives their report, or undefined if there is none
 * @returns the names of the tests that are intermittent, if nothing else failed; undefined if a failure stands
 */
export function secondLook(report, root, again) {
  const failed = report.testResults.filter(({ status }) => status === "failed");
  const files = failed.map(({ name }) => relative(root, name).replaceAll("\\", "/"));
  if (files.length === 0 || files.length > FILES) return undefined;
  if (!files.every((file) => DRIVING.some((folder) => file.startsWith(folder)))) return undefined;
  for (let time = 0; time < TIMES; time++) {
    const second = again(files);
    if (!second?.success || second.numPassedTests !== second.numTotalTests) return undefined;
  }
  return failed.flatMap(({ assertionResults }, index) => {
    const tests = assertionResults.filter(({ status }) => status === "failed");
    // A file that could not even be loaded has no tests.
    if (tests.length === 0) return [files[index]];
    return tests.map(({ fullName }) => `${files[index]} > ${fullName}`);
  });
}

/**
 * What is told of a whole run.
 *
 * @param report what Vitest's JSON reporter wrote of it
 * @param intermittent what {@link secondLook} gave
 * @returns how many tests passed, failed and were skipped
 */
export function counted(report, intermittent) {
  const skipped = report.numPendingTests + report.numTodoTests;
  if (intermittent === undefined)
    return { right: report.numPassedTests, wrong: report.numFailedTests, skipped };
  // Where a hook failed the tests below it were left out: by themselves they all passed.
  const leftOut = report.testResults
    .filter(({ status }) => status === "failed")
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status !== "passed" && status !== "failed").length;
  const right = report.numPassedTests + report.numFailedTests + leftOut;
  return { right, wrong: 0, skipped: skipped - leftOut };
}
