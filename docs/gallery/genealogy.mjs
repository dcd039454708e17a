export default ({ plots, studies }) => [
  ["", plots.genealogy(studies.genetic)],
  ["fronts", plots.genealogy(studies.sizes)],
];
