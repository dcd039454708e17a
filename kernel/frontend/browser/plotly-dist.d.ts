/** The published bundle brings no types; `plotly.ts` says what is used of it. */
declare module "plotly.js-dist" {
  const library: unknown;
  export default library;
}
