export default ({ plots, studies }) => [
  ["", plots.distribution(studies.digits)],
  ["parameter", plots.distribution(studies.digits, { parameter: "learningRate" })],
  ["choice", plots.distribution(studies.genetic, { parameter: "activation" })],
];
