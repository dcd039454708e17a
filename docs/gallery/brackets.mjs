export default ({ plots, studies }) => [
  ["", plots.brackets(studies.hyperband)],
  ["asha", plots.brackets(studies.asha)],
  ["pruner", plots.brackets(studies.digits)],
];
