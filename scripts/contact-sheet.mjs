// Draws every figure in both themes, and the states with too little to draw, from a made-up study with
// a fixed seed: `npm run build && node scripts/contact-sheet.mjs [FOLDER]`. Look at them after a change.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const folder = process.argv[2] ?? join(root, "docs", "pictures");
const built = (path) => import(new URL(`../dist/lib/plots/${path}`, import.meta.url).href);
const { plots } = await built("index.js");
const { exampleStudy, examplePlan, EXAMPLE_NOW, EXAMPLE_END } =
  await built("common/example-study.js");
const { panelModel } = await built("panel/model.js");
const { PictureWorker } = await built("static/picture.js");

const worker = new PictureWorker();
mkdirSync(folder, { recursive: true });

async function save(name, subject, options = {}) {
  const request = { subject, format: "png", theme: "light", width: 900, scale: 1.5, ...options };
  writeFileSync(join(folder, `${name}.png`), await worker.draw(request));
  console.log(join(folder, `${name}.png`));
}
const figure = ({ spec, height }) => ({ kind: "figure", spec, height });
const panel = (model) => ({ kind: "panel", panel: model });

const running = exampleStudy({ trials: 49, running: 2 });
const finished = exampleStudy({ trials: 60, running: 0 });
const end = { reason: "trials", message: "All 60 trials are finished." };

for (const theme of ["light", "dark"]) {
  for (const [name, draw] of Object.entries(plots)) {
    await save(`${name}-${theme}`, figure(draw(finished)), { theme });
  }
  const live = panelModel(running, examplePlan(60), EXAMPLE_NOW);
  await save(`panel-running-${theme}`, panel(live), { theme });
  const done = panelModel(finished, examplePlan(60), EXAMPLE_END, end);
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
}
await worker.close();
