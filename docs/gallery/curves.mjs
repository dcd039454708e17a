export default ({ plots, studies }) => plots.curves(studies.digits);
