export default ({ plots, studies }) => [
  ["", plots.history(studies.digits)],
  ["several", plots.history({ bayesian: studies.digits, random: studies.random })],
  ["objective", plots.history(studies.sizes, { objective: "weights" })],
];
