// All problems, by name. `half` says what a problem is for: tuners are tuned on one half, and reported on
// the other. It alternates within each family, and never changes.
import { problems as categorical } from "./categorical.mjs";
import { problems as conditional } from "./conditional.mjs";
import { problems as constrained } from "./constrained.mjs";
import { problems as continuous } from "./continuous.mjs";
import { problems as mixed } from "./mixed.mjs";
import { problems as noisy } from "./noisy.mjs";
import { problems as real } from "./real.mjs";
import { problems as several } from "./several.mjs";

/** Families of an odd number begin with alternating halves, so that both come to the same number. */
const families = [continuous, noisy, mixed, categorical, conditional, real, constrained, several];

let odd = 0;
const entries = families.flatMap((family) => {
  const members = Object.entries(family);
  const first = members.length % 2 === 1 ? odd++ % 2 : 0;
  return members.map(([name, problem], index) => [
    name,
    { name, trials: 60, half: (index + first) % 2 === 0 ? "report" : "tuning", ...problem },
  ]);
});

export const problems = Object.fromEntries(entries);
