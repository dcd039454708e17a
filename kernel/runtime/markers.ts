/** Where a marker starts and ends in the raw bytes of descriptors 1 and 2; its number stands between. */
export const MARKER_START = "\u0001tunebook:";
export const MARKER_END = "\u0002";
