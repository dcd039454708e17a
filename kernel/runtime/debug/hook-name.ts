/** Under `Symbol.for` of this name the debugger finds its helper in the runtime's main thread. */
export const DEBUG_HOOK = "tunebook.runtime.debug";

/** The broadcast channel on which a process that ends asks its control thread to let go of it. */
export const FAREWELL_CHANNEL = "tunebook.runtime.debug.farewell";
