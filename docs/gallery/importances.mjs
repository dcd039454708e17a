export default ({ plots, studies }) => [
  ["", plots.importances(studies.sizes, { objective: "valError" })],
  ["front", plots.importances(studies.sizes)],
  ["studies", plots.importances({ bayesian: studies.digits, hyperband: studies.hyperband })],
];
