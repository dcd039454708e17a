export default ({ plots, studies }) => plots.evaluations(studies.digits);
