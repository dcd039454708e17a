export default ({ plots, studies }) => plots.terminator(studies.genetic);
