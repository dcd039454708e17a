export default ({ plots, studies, networkError }) => {
  return [
    ["", plots.mosaic(studies.genetic, { truth: networkError, things: "networks" })],
    ["tried", plots.mosaic(studies.genetic, { things: "networks" })],
  ];
};
