export default ({ plots, studies }) => plots.parallel(studies.digits);
