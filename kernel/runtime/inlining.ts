/**
 * V8 dies where a debugger marks a function just as a compiler thread, which found that it may be inlined, goes on
 * to inline it (`JSInliner::ReduceJSCall`, "Check failed: inlineability == kHasOptimizationDisabled"; seen in one of
 * some hundred Stops of a flood of promises under Node 20). So nothing is inlined while something may be marked.
 */
import { setFlagsFromString } from "node:v8";

/** V8 reads both anew for each call that it might inline, also in compilations that have begun. */
const FLAGS = {
  none: ["--reserve-inline-budget-scale-factor=100000", "--max-inlined-bytecode-size-small=0"],
  /** V8's own, up to Node 24; 26 takes functions three bytes longer for small. */
  usual: ["--reserve-inline-budget-scale-factor=1.2", "--max-inlined-bytecode-size-small=27"],
};
/** Milliseconds after which what was just being inlined has been: it takes some thousandths of one. */
export const SETTLED = 2;

let holders = 0;

/** From now on, and until {@link allowInlining} was called as often, V8 inlines nothing that it has not begun to. */
export function preventInlining(): void {
  if (holders++ === 0) FLAGS.none.forEach(setFlagsFromString);
}

/** Takes one {@link preventInlining} back. */
export function allowInlining(): void {
  if (--holders === 0) FLAGS.usual.forEach(setFlagsFromString);
}
