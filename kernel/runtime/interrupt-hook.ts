/** Under `Symbol.for` of this name stands what runs in the main thread just before it is terminated. */
export const INTERRUPT_HOOK = "tunebook.runtime.interrupt";
