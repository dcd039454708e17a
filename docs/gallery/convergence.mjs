const together = ({ digits, random, hyperband, asha }) => ({
  bayesian: digits,
  random,
  hyperband,
  asha,
});

export default ({ plots, studies }) => [
  ["", plots.convergence({ bayesian: studies.digits, random: studies.random })],
  ["one", plots.convergence(studies.digits)],
  ["epochs", plots.convergence(together(studies), { by: "steps" })],
];
