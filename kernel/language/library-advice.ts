/** What to do about a type of the library that is not met: in the words of the library's own errors, which JavaScript meets. */

import type { Complaint } from "./type-advice.ts";

/** What a value is assigned to. */
const TO =
  /(?:is not assignable to (?:parameter of )?type|in common with type|does not exist (?:in|on) type) '(.+)'/;

/** What is wanted → what to write. */
const RULES: readonly [
  wanted: RegExp,
  advice: (complaint: Complaint, wanted: string) => string | undefined,
][] = [
  [/^TunerSpec\b/, (complaint) => called("tuner", "tpe", complaint)],
  [/^Pruner\b/, (complaint) => called("pruner", "median", complaint)],
  [
    /^ParameterOrGroup$/,
    () =>
      "Make parameters with float, int, choice, boolean, oneOf or list: float(0, 1) is a range, choice([…]) one of several values, list(…) a list that varies, and fixed(value) keeps a value the same in every trial.",
  ],
  [
    /^SpaceDefinition$/,
    ({ meant }) =>
      meant === "space"
        ? undefined
        : "Write oneOf({ adam: {}, sgd: { momentum: float(0, 0.99) } }). One of several values is choice([…]).",
  ],
  [
    /^OptimizeOptions\b/,
    ({ number, meant }) => {
      if (number === 2559) return "Write optimize(objective, { until: { trials: 60 } }).";
      const until = OF_UNTIL.has(meant) ? `until: { ${meant} }` : undefined;
      return until && `Here it is called ${until}.`;
    },
  ],
  [/^Until\b/, ({ number }) => (number === 2559 ? "Write until: { trials: 60 }." : undefined)],
  [
    // Whose space is not given.
    /^StudyOptions<never\b/,
    ({ number, meant, behind }) =>
      number === 2353 && PARAMETER.test(behind)
        ? `Parameters stand in space: { ${meant}: … }.`
        : undefined,
  ],
  [
    /^Trial<\{ /,
    ({ meant }, wanted) => {
      if (meant.startsWith("suggest"))
        return "The space is given to openStudy: trial.params holds values.";
      return /^\w+$/.test(meant) && new RegExp(`[{;] ${meant}: `).test(wanted)
        ? `A trial's parameters stand in params: trial.params.${meant}.`
        : undefined;
    },
  ],
  [
    /^Study</,
    ({ meant }) => {
      const here = Object.hasOwn(OF_STUDIES, meant) ? OF_STUDIES[meant] : undefined;
      return here && `Here it is called ${here}.`;
    },
  ],
  [
    // What an objective gives back.
    /^(?:number \| Promise<number \| \{ readonly \w+: number; \}>|Objective<.*, "\w+">$)/,
    ({ number, message }, wanted) => {
      if (number === 2353)
        return "Give a function: study.optimize(async trial => …, { until: { trials: 60 } }).";
      if (/too few arguments/.test(message))
        return "An objective takes one argument, the trial: trial => … trial.params …";
      if (/'(?:Promise<)?void>?'/.test(message)) return "Is a return missing? Return a number.";
      return wanted.startsWith("number") || /=> /.test(message) ? "Return a number." : undefined;
    },
  ],
];

/** The value of a property is what a function of the library makes. */
const PARAMETER =
  /^\s*:\s*(?:float|int|choice|ordinal|boolean|oneOf|list|subset|order|simplex|fixed|normal|logNormal)\(/;
/** What other libraries call it → what it is called here. */
const OF_STUDIES: Readonly<Record<string, string>> = {
  bestParams: "best?.params",
  best_params: "best?.params",
  bestValue: "best?.value",
  best_value: "best?.value",
  bestTrial: "best",
  best_trial: "best",
};
/** When a study ends. */
const OF_UNTIL = new Set(["trials", "seconds", "value", "noProgress", "regretBound"]);

/** The library's advice, where the complaint is about a type of it. */
export function libraryAdvice(complaint: Complaint): string | undefined {
  const wanted = TO.exec(complaint.message.split("\n")[0]!)?.[1];
  if (wanted === undefined) return undefined;
  const found = RULES.find(([type]) => type.test(wanted));
  return found?.[1](complaint, wanted);
}

/** What was given by its name in place of what a function of that name makes. */
function called(
  option: string,
  example: string,
  { message, meant, behind }: Complaint,
): string | undefined {
  // A type of that name may be the user's own.
  if (meant !== option) return undefined;
  // TypeScript says itself where only the call is missing.
  if (message.startsWith("Type '(")) return undefined;
  const name = /^\s*:\s*["']([a-z]\w*)["']/i.exec(behind)?.[1] ?? example;
  return `Give one of ${option}s, called: ${option}: ${option}s.${name}().`;
}
