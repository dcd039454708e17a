export default ({ plots, studies }) => plots.history(studies.digits);
