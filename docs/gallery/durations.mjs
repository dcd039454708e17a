export default ({ plots, studies }) => plots.durations(studies.digits);
