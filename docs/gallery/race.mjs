// The race itself takes minutes: record.mjs keeps what it came to.
export default ({ plots, table }) =>
  plots.race(table("race"), {
    objective: "valError",
    optimum: Math.min(...table("networks").values),
    floor: "the best of all 2 187 networks",
  });
