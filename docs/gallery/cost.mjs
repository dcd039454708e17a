export default ({ plots, studies }) => [
  ["", plots.cost(studies.digits)],
  [
    "several",
    plots.cost({ bayesian: studies.digits, hyperband: studies.hyperband, random: studies.random }),
  ],
];
