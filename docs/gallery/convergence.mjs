export default ({ plots, studies }) => [
  ["", plots.convergence({ bayesian: studies.digits, random: studies.random })],
  ["one", plots.convergence(studies.digits)],
];
