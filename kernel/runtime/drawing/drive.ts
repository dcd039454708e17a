/** Work that is written once and is asynchronous only where it has to be. */

/**
 * Runs `steps`, giving back to it each thing that it yields; a promise is awaited first, and only then
 * is the result one.
 */
export function drive<T>(steps: Generator<unknown, T, unknown>): T | Promise<T> {
  let step = steps.next();
  while (!step.done) {
    if (isThenable(step.value)) return driveLater(steps, step.value);
    step = steps.next(step.value);
  }
  return step.value;
}

async function driveLater<T>(
  steps: Generator<unknown, T, unknown>,
  first: PromiseLike<unknown>,
): Promise<T> {
  let waiting: unknown = first;
  for (;;) {
    let step: IteratorResult<unknown, T>;
    let given: unknown;
    let failure: { thrown: unknown } | undefined;
    try {
      given = await waiting;
    } catch (thrown) {
      failure = { thrown };
    }
    step = failure ? steps.throw(failure.thrown) : steps.next(given);
    if (step.done) return step.value;
    waiting = step.value;
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    typeof value === "object" &&
    value !== null &&
    typeof (value as { then?: unknown }).then === "function"
  );
}
