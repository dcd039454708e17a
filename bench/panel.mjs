// What the live panel costs a study of many trials: the same study with and without it, the size and the time of a
// frame, and in a browser the first paint and later updates, beside Plotly.newPlot of every point.
//
//   node bench/panel.mjs [--quick]
import { createRequire } from "node:module";
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";
import { float, openStudy, pruners, tuners } from "../dist/lib/index.js";
import { FIGURE_MIME } from "../dist/lib/display/host.js";
import { loaderHtml, pageAsset, placeHtml } from "../dist/lib/plots/common/page.js";
import { livePanel } from "../dist/lib/plots/panel/live-panel.js";
import { digits, median, publish, table } from "./support/report.mjs";

const QUICK = process.argv.includes("--quick");
const ROUNDS = QUICK ? 1 : 5;
const UPDATES = QUICK ? 5 : 20;
const SIZES = [100, 1000, 10_000];
const space = Object.fromEntries(
  Array.from({ length: 5 }, (_, i) => [`x${i}`, float(1e-4, 1, { log: true })]),
);

/** A study of so many trials, each with so many reports, and in its cell what shows it. */
async function run(trials, reports, panel) {
  const frames = [];
  const host = {
    version: 1,
    name: "bench",
    display: (bundle) => frames.push(JSON.stringify(bundle)),
    clear() {},
    comm: undefined,
    input: async () => "",
    cell: undefined,
    renderer: true,
  };
  const study = await openStudy({
    space,
    objectives: { loss: "minimize" },
    tuner: tuners.random(),
    pruner: reports > 0 ? pruners.median() : pruners.none(),
    seed: 1,
  });
  let ended;
  const objective = async (trial) => {
    const value = 0.01 + trial.params.x0 * (1 + trial.params.x1);
    for (let step = 1; step <= reports; step++) await trial.report(value + 1 / step, step);
    return value;
  };
  // Of the processor, since drawing and garbage are paid for in any thread.
  const start = process.cpuUsage();
  await study.optimize(objective, {
    until: { trials },
    panel: false,
    observers: [
      { ended: () => void (ended = process.cpuUsage(start)) },
      ...(panel ? [livePanel({ host, timeLimit: 1 })] : []),
    ],
  });
  // The picture at the end is drawn once, whatever the number of trials.
  return { seconds: (ended.user + ended.system) / 1e6, frames, study };
}

const overhead = [
  [
    "trials",
    "reports each",
    "without, CPU s",
    "with the panel, CPU s",
    "ratio",
    "frames",
    "last frame, kB",
  ],
];
const payloads = new Map();
for (const reports of [0, 10])
  for (const trials of SIZES) {
    const bare = [];
    const shown = [];
    let last;
    for (let round = 0; round < ROUNDS; round++) {
      bare.push((await run(trials, reports, false)).seconds);
      last = await run(trials, reports, true);
      shown.push(last.seconds);
    }
    // The last but two: the one at the end with its picture stands apart.
    const live = last.frames.map((frame) => JSON.parse(frame)[FIGURE_MIME]);
    payloads.set(`${trials} ${reports}`, live.slice(0, -2).slice(-1)[0] ?? live[0]);
    overhead.push([
      trials,
      reports,
      digits(median(bare)),
      digits(median(shown)),
      digits(median(shown) / median(bare)),
      last.frames.length,
      digits(JSON.stringify(live.at(-1)).length / 1000),
    ]);
    if (reports === 0) payloads.set(`whole ${trials}`, last.study);
  }

const browserPath = [
  process.env.TUNEBOOK_CHROMIUM,
  "/usr/bin/chromium",
  "/usr/bin/google-chrome",
].find((path) => path !== undefined && existsSync(path));
const painted = [
  [
    "trials",
    "reports each",
    "first paint, CPU ms",
    "update, CPU ms",
    "newPlot of all, CPU ms",
    "newPlot ÷ update",
  ],
];
if (browserPath) {
  const browser = await chromium.launch({
    executablePath: browserPath,
    args: ["--headless", "--no-sandbox", "--disable-background-networking"],
  });
  const asset = pageAsset();
  const plotly = createRequire(import.meta.url).resolve("plotly.js-dist/plotly.js");
  for (const [key, payload] of payloads) {
    if (key.startsWith("whole")) continue;
    const [trials, reports] = key.split(" ").map(Number);
    const page = await browser.newPage({ viewport: { width: 1000, height: 900 } });
    await page.setContent(
      `<div style="width:900px">${placeHtml("panel", "")}</div><div id="all" style="width:600px;height:300px"></div>`,
    );
    await page.addScriptTag({ path: plotly });
    // The loader is there before the clock starts: a page has it once.
    await page.evaluate((html) => {
      const holder = document.createElement("div");
      holder.innerHTML = html;
      const script = document.createElement("script");
      script.textContent = holder.querySelector("script").textContent;
      document.body.append(script);
    }, loaderHtml(asset));
    await page.waitForFunction((name) => !Array.isArray(window[name]), asset.name);
    // Of the page's thread: a busy machine changes little in it.
    const devtools = await page.context().newCDPSession(page);
    await devtools.send("Performance.enable", { timeDomain: "threadTicks" });
    const spent = async () => {
      const { metrics } = await devtools.send("Performance.getMetrics");
      return 1000 * metrics.find(({ name }) => name === "TaskDuration").value;
    };
    const timed = async (...call) => {
      const before = await spent();
      await page.evaluate(...call);
      return (await spent()) - before;
    };
    const draw = () =>
      timed(
        async ([name, shown]) => {
          const drawn = () => Number(document.querySelector(".tunebook-panel")?.dataset.draws ?? 0);
          const before = drawn();
          window[name].push(["panel", shown]);
          while (drawn() === before) await new Promise((done) => requestAnimationFrame(done));
        },
        [asset.name, payload],
      );
    const first = await draw();
    const updates = [];
    for (let update = 0; update < UPDATES; update++) updates.push(await draw());
    const study = payloads.get(`whole ${trials}`);
    const points = study.trials.map(({ number, value }) => [number, value]);
    const all = [];
    for (let round = 0; round < Math.max(2, UPDATES / 4); round++)
      all.push(
        await timed(async (given) => {
          const [x, y] = [0, 1].map((place) => given.map((point) => point[place]));
          const data = [{ type: "scatter", mode: "markers", x, y }];
          await Plotly.newPlot(document.querySelector("#all"), data, { yaxis: { type: "log" } });
          await new Promise((done) => requestAnimationFrame(done));
        }, points),
      );
    painted.push([
      trials,
      reports,
      digits(first),
      digits(median(updates)),
      digits(median(all)),
      digits(median(all) / median(updates)),
    ]);
    await page.close();
  }
  await browser.close();
}

publish(
  "panel",
  "The live panel",
  `${table(overhead)}\n\nIn Chromium, the whole panel of 900 pixels, beside \`Plotly.newPlot\` of the history alone with a mark for every trial:\n\n${table(painted)}`,
);
