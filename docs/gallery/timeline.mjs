export default ({ plots, studies }) => [
  ["", plots.timeline(studies.digits)],
  ["pauses", plots.timeline(studies.asha)],
];
