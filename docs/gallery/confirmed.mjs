// The training itself takes minutes: record.mjs keeps what it came to.
export default ({ plots, table }) => plots.confirmed(table("confirmed"), { objective: "valLoss" });
