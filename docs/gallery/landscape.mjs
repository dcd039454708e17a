export default ({ plots, studies, table }) =>
  plots.landscape(studies.pair, { truth: table("landscape") });
