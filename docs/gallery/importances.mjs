export default ({ plots, studies }) => [
  ["", plots.importances(studies.sizes)],
  ["studies", plots.importances({ bayesian: studies.digits, hyperband: studies.hyperband })],
];
