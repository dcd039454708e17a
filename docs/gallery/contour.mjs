export default ({ plots, studies }) => [
  ["", plots.contour(studies.digits)],
  ["pair", plots.contour(studies.pair)],
  ["conditional", plots.contour(studies.random, { parameters: ["learningRate", "momentum"] })],
  [
    "matrix",
    plots.contour(studies.digits, {
      parameters: ["learningRate", "optimizer", "hidden 1", "activation"],
    }),
  ],
];
