// Draws every figure of the gallery in both themes, and the states with too little to draw:
//
//   npm run build && node scripts/contact-sheet.mjs [FOLDER] [NAME…]
//
// Look at them after a change. Without a name also the card of a study with one objective and of one with two,
// and the panel, from a made-up study with a fixed seed.
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { clockAt, loadGallery, MIDWAY, momentOf, planOf } from "./gallery/load.mjs";
import { sheet } from "./gallery/sheets.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const [folder = join(root, "docs", "pictures"), ...names] = process.argv.slice(2);
const built = (path) => import(new URL(`../dist/lib/${path}`, import.meta.url).href);
const { plots } = await built("plots/index.js");
const { exampleStudy, examplePlan, EXAMPLE_NOW } = await built("plots/common/example-study.js");
const { cardModel } = await built("plots/card/model.js");
const { panelModel } = await built("plots/panel/model.js");
const { PictureWorker } = await built("plots/static/picture.js");

const worker = new PictureWorker();
mkdirSync(folder, { recursive: true });

async function save(name, subject, options = {}) {
  const request = { subject, format: "png", theme: "light", width: 900, scale: 1.5, ...options };
  writeFileSync(join(folder, `${name}.png`), await worker.draw(request));
  console.log(join(folder, `${name}.png`));
}
const figure = ({ spec, height }) => ({ kind: "figure", spec, height });
const card = (study) => ({ kind: "card", card: cardModel(study) });
const panel = (model) => ({ kind: "panel", panel: model });

const gallery = { plots, ...loadGallery(await built("core.js")) };
const entries = readdirSync(join(root, "docs", "gallery"))
  .filter((file) => file.endsWith(".mjs"))
  .map((file) => file.slice(0, -".mjs".length))
  .filter((name) => names.length === 0 || names.includes(name));
for (const name of names) {
  if (!existsSync(join(root, "docs", "gallery", `${name}.mjs`))) {
    throw new Error(`docs/gallery/${name}.mjs is not there.`);
  }
}
const drawnNames = [];
for (const name of entries) {
  const { default: draw } = await import(
    new URL(`../docs/gallery/${name}.mjs`, import.meta.url).href
  );
  const drawn = await draw(gallery);
  for (const [suffix, one] of Array.isArray(drawn) ? drawn : [["", drawn]]) {
    const file = suffix === "" ? name : `${name}-${suffix}`;
    drawnNames.push(file);
    for (const theme of ["light", "dark"]) await save(`${file}-${theme}`, figure(one), { theme });
  }
}

if (names.length === 0) {
  const finished = gallery.studies.digits;
  const running = momentOf(finished, MIDWAY);
  const last = Math.max(...finished.trials.map(({ endedAt }) => endedAt));
  const end = { reason: "trials", message: "All 60 trials are finished." };
  for (const theme of ["light", "dark"]) {
    const live = panelModel(running, planOf(60), clockAt(MIDWAY));
    await save(`panel-running-${theme}`, panel(live), { theme });
    await save(`card-${theme}`, card(gallery.studies.digits), { theme });
    await save(`card-front-${theme}`, card(gallery.studies.sizes), { theme });
    const done = panelModel(finished, planOf(60), last, end);
    await save(`panel-${theme}`, panel(done), { theme });
  }
  const states = {
    empty: exampleStudy({ trials: 0, running: 0 }),
    one: exampleStudy({ trials: 1, running: 0 }),
    failed: exampleStudy({ trials: 3, running: 0, failing: true }),
    maximize: exampleStudy({ trials: 60, running: 0, direction: "maximize" }),
  };
  for (const [name, study] of Object.entries(states)) {
    await save(`history-${name}`, figure(plots.history(study)), { scale: 1 });
    const model = panelModel(study, examplePlan(60), EXAMPLE_NOW);
    await save(`panel-${name}`, panel(model), { scale: 1 });
    await save(`card-${name}`, card(study), { scale: 1 });
  }
}
await worker.close();

if (names.length === 0) {
  const of = (theme, wanted = drawnNames) => wanted.map((name) => `${name}-${theme}`);
  const some = ["history", "curves", "parallel", "importances"].filter((name) =>
    drawnNames.includes(name),
  );
  const several = { columns: 3, width: 600 };
  const shownInReadme =
    "parallel why-gp-many importances curves contour why-tpe mosaic genealogy race".split(" ");
  for (const path of [
    sheet(folder, "contact-sheet-light", of("light"), several),
    sheet(folder, "contact-sheet-dark", of("dark"), { ...several, paper: "#000000" }),
    sheet(folder, "dark", of("dark", some), { paper: "#000000" }),
    sheet(folder, "colour-blind", of("light", some), { simulate: true }),
    sheet(folder, "gallery", of("light", shownInReadme), several),
    sheet(folder, "states", ["history-empty", "history-one", "history-failed"], several),
  ]) {
    console.log(path);
  }
}
