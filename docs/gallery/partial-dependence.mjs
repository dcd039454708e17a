export default ({ plots, studies }) => [
  ["", plots.partialDependence(studies.digits)],
  ["pairs", plots.partialDependence(studies.digits, { pairs: true })],
];
