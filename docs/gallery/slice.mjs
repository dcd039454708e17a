export default ({ plots, studies }) => [
  ["", plots.slice(studies.digits)],
  ["two", plots.slice(studies.pair)],
];
