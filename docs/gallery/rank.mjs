export default ({ plots, studies }) => plots.rank(studies.digits);
