"use strict";
// the five functions danfojs-node uses
const flat = (a) =>
  a
    .flat(Infinity)
    .filter((v) => v != null && !Number.isNaN(v))
    .map((v) => {
      if (typeof v !== "number" && typeof v !== "boolean")
        throw new TypeError(`Cannot calculate on ${v}`);
      return +v;
    });
const mean = (a) => {
  const x = flat(a);
  return x.reduce((s, v) => s + v, 0) / x.length;
};
const variance = (a) => {
  const x = flat(a);
  if (x.length === 1) return 0;
  const m = mean(x);
  return x.reduce((s, v) => s + (v - m) ** 2, 0) / (x.length - 1);
};
const std = (a) => Math.sqrt(variance(a));
const median = (a) => {
  const x = flat(a).sort((p, q) => p - q);
  const h = x.length >> 1;
  return x.length % 2 ? x[h] : (x[h - 1] + x[h]) / 2;
};
const mode = (a) => {
  const c = new Map();
  for (const v of a.flat(Infinity)) c.set(v, (c.get(v) ?? 0) + 1);
  const top = Math.max(...c.values());
  return [...c].filter(([, n]) => n === top).map(([v]) => v);
};
module.exports = { mean, variance, std, median, mode };
