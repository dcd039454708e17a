export default ({ plots, studies, table }) => [
  ["", plots.regret(studies.pair, { optimum: Math.min(...table("landscape").values) })],
  ["several", plots.regret({ bayesian: studies.digits, random: studies.random })],
];
