import { FigureError } from "../../common/figure-error.ts";

/** @throws FigureError where `top` is no whole number from 1 on */
export function topCount(top: number): number {
  if (!Number.isInteger(top) || top < 1) {
    throw new FigureError(`top is ${String(top)}. Give a whole number from 1 on.`);
  }
  return top;
}
