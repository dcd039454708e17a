export default ({ plots, studies }) => [
  ["", plots.hypervolumeHistory(studies.sizes)],
  ["three", plots.hypervolumeHistory(studies.threeGoals)],
];
