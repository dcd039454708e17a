export default ({ plots, studies }) => [
  ["", plots.edf({ bayesian: studies.digits, random: studies.random })],
  ["one", plots.edf(studies.pair)],
];
