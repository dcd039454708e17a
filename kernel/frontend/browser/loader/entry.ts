/**
 * What a page without the labextension runs: JupyterLab, Notebook 7 and the classic notebook by a script
 * in an output, a saved HTML file by one in its head. The same views draw as in the labextension.
 *
 * Figures push `[id, payload]` to an array under this build's name on `window`, before or after this
 * runs; each is drawn in the element with `data-tunebook="id"`, over the picture that stands there.
 */
import library from "plotly.js-dist";
import { type Plotly, supplyPlotly } from "../plotly.ts";
import { useStyles } from "../styles.ts";
import { onThemeChange } from "../theme.ts";
import { Outlets } from "./outlets.ts";

/** The name that the loader script has put here before it runs this. */
declare const tunebookName: string;

supplyPlotly(() => Promise.resolve(library as unknown as Plotly));
useStyles();
const outlets = new Outlets();
const page = globalThis as unknown as Record<string, { push(item: unknown): unknown }>;
const waiting = page[tunebookName] as unknown as unknown[];
page[tunebookName] = { push: (item) => outlets.take(item) };
for (const item of waiting) outlets.take(item);
onThemeChange(() => outlets.repaint());
