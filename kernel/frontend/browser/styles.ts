/** The extension's style sheet, put on the page when the first output is drawn. */
import card from "./card/card.css";
import sheet from "./styles.css";
import table from "./table/table.css";

let used = false;

/** Adds the style sheet once. */
export function useStyles(): void {
  if (used) return;
  used = true;
  const node = document.createElement("style");
  node.dataset["tunebook"] = "";
  node.textContent = sheet + card + table;
  document.head.append(node);
}
