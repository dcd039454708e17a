export default ({ plots, studies }) => [
  ["", plots.paretoFront(studies.sizes)],
  ["three", plots.paretoFront(studies.threeGoals)],
];
