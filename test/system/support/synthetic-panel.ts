/**
 * Payloads of a made-up study, for tests of whoever draws them: the state after `finished` of 60
 * trials. Deterministic, and made by hand, so that it says what the front end is given.
 */
import type { FigurePayload, PanelModel, PlotlySpec } from "../../../lib/display/host.ts";
import { themes } from "../../../lib/plots/common/theme.ts";

const PLANNED = 60;
const EPOCHS = 27;

interface MadeTrial {
  number: number;
  state: "complete" | "pruned" | "failed" | "running";
  curve: number[];
}

function wave(number: number): number {
  return Math.abs(Math.sin(12.9898 * (number + 1)) * 43758.5453) % 1;
}

function trial(number: number, finished: number): MadeTrial {
  const end = 0.062 + 0.35 * wave(number) ** 2 * Math.exp(-number / 40);
  const slow = 0.12 + 0.25 * wave(number + 100);
  const state =
    number >= finished
      ? "running"
      : number === 7 || number === 31
        ? "failed"
        : number < 4 || wave(number + 200) < 0.35
          ? "complete"
          : "pruned";
  const length =
    state === "complete" ? EPOCHS : state === "running" ? 8 + (number % 9) : number % 5 ? 3 : 9;
  return {
    number,
    state,
    curve: Array.from({ length }, (_, epoch) => end + 1.4 * Math.exp(-slow * (epoch + 1))),
  };
}

const last = (made: MadeTrial) => made.curve.at(-1)!;
const three = (value: number) => String(Number(value.toPrecision(3)));

/** The panel's payload after `finished` trials; at 60 without a control. */
export function panelPayload(finished: number): Extract<FigurePayload, { kind: "panel" }> {
  const running = Math.min(2, PLANNED - finished);
  const trials = Array.from({ length: finished + running }, (_, n) => trial(n, finished));
  const of = (state: MadeTrial["state"]) => trials.filter((made) => made.state === state);
  const complete = of("complete");
  const best = complete.reduce<MadeTrial | null>(
    (found, made) => (found === null || last(made) < last(found) ? made : found),
    null,
  );
  const panel: PanelModel = {
    title: "digits",
    subtitle: "bayesian · asha",
    status: running > 0 ? "running" : "finished",
    message: "",
    progress: {
      text: `${finished} of ${PLANNED} trials`,
      finished,
      planned: PLANNED,
      complete: complete.length,
      pruned: of("pruned").length,
      failed: of("failed").length,
      running,
      interrupted: 0,
      left: running > 0 ? `about ${6 * (PLANNED - finished) + 10} s left` : "",
      elapsed: `${6 * finished} s so far`,
    },
    ribbon: Array.from({ length: PLANNED }, (_, n) => ({
      state: trials[n]?.state ?? "planned",
      best: best?.number === n,
      fraction: trials[n]?.state === "running" ? trials[n].curve.length / EPOCHS : undefined,
    })),
    best: best && {
      label: "Best validation loss",
      value: last(best),
      text: three(last(best)),
      trial: best.number,
      remark: `trial ${best.number}, 1.7% below the one before`,
    },
    params: [
      { name: "learningRate", text: "0.1", depth: 0, mark: { kind: "slider", at: 1 } },
      { name: "optimizer", text: "sgd", depth: 0, mark: { kind: "choices", count: 2, index: 0 } },
      { name: "momentum", text: "0.41", depth: 1, mark: { kind: "slider", at: 0.41 } },
      { name: "activation", text: "relu", depth: 0, mark: { kind: "choices", count: 3, index: 2 } },
      { name: "layers", text: "2", depth: 0, mark: { kind: "choices", count: 3, index: 1 } },
      { name: "width", text: "137", depth: 0, mark: { kind: "slider", at: 0.77 } },
      { name: "batchSize", text: "32", depth: 0, mark: { kind: "choices", count: 3, index: 1 } },
      { name: "penalty", text: "l1", depth: 0, mark: { kind: "choices", count: 2, index: 1 } },
      { name: "alpha", text: "1.7×10⁻⁵", depth: 1, mark: { kind: "slider", at: 0.3 } },
    ],
    running: of("running").map((made) => ({
      number: made.number,
      fraction: made.curve.length / EPOCHS,
      text: three(last(made)),
    })),
    runningRemark: running > 0 ? "last validation loss" : "",
    recent: trials
      .filter(({ state }) => state !== "running")
      .slice(-7)
      .toReversed()
      .map((made) => ({
        number: made.number,
        state: made.state,
        best: made === best,
        text: made.state === "failed" ? "–" : three(last(made)),
        remark:
          made.state === "pruned"
            ? `epoch ${made.curve.length}`
            : made.state === "failed"
              ? "loss is NaN"
              : "",
        spark: made.curve.map((value, epoch): [number, number] => [
          epoch / (EPOCHS - 1),
          Math.min(1, Math.max(0, Math.log(value / 0.05) / Math.log(2 / 0.05))),
        ]),
      })),
    figures: [
      { id: "history", height: 196, spec: history(trials, best) },
      { id: "curves", height: 214, spec: curves(trials, best) },
    ],
  };
  return {
    version: 1,
    kind: "panel",
    id: "digits-panel",
    alt: `Study digits: ${finished} of ${PLANNED} trials`,
    themes,
    panel,
    ...(running > 0 ? { control: { target: "tunebook.control", study: "digits" } } : {}),
  };
}

/** A figure alone, as `plots.history` gives it. */
export function figurePayload(finished: number): Extract<FigurePayload, { kind: "figure" }> {
  const { panel } = panelPayload(finished);
  const [{ spec }] = panel.figures as [PanelModel["figures"][number]];
  return {
    version: 1,
    kind: "figure",
    id: "history",
    alt: `History of ${finished} trials`,
    height: 380,
    themes,
    spec,
  };
}

function layout(title: string, more: object): Record<string, unknown> {
  return {
    font: { family: "Inter, system-ui, sans-serif", size: 12, color: "token:ink" },
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    showlegend: false,
    hovermode: "closest",
    dragmode: "zoom",
    uirevision: "study",
    margin: { l: 46, r: 62, t: 24, b: 26 },
    annotations: [
      {
        x: 0,
        y: 1,
        xref: "paper",
        yref: "paper",
        xanchor: "left",
        yanchor: "bottom",
        xshift: -40,
        yshift: 5,
        showarrow: false,
        text: title,
        font: { size: 12, color: "token:text" },
      },
    ],
    ...more,
  };
}

const axis = {
  gridcolor: "token:grid",
  linecolor: "token:axis",
  tickcolor: "token:axis",
  zeroline: false,
  tickfont: { size: 12, color: "token:text" },
};
const flat = { ...axis, showgrid: false, showline: true, ticks: "outside", ticklen: 4 };

function dots(trials: MadeTrial[], marker: object): Record<string, unknown> {
  return {
    type: "scatter",
    mode: "markers",
    x: trials.map(({ number }) => number),
    y: trials.map(last),
    marker,
    hovertemplate: "<b>trial %{x}</b> · %{y:.3g}<extra></extra>",
  };
}

function history(trials: MadeTrial[], best: MadeTrial | null): PlotlySpec {
  const steps: MadeTrial[] = [];
  for (const made of trials) {
    if (made.state !== "complete") continue;
    if (steps.length === 0 || last(made) < last(steps.at(-1)!)) steps.push(made);
  }
  const end = trials.at(-1)!.number;
  return {
    data: [
      dots(
        trials.filter(({ state }) => state === "pruned"),
        { symbol: "circle-open", size: 5, color: "token:pruned", line: { width: 1.4 } },
      ),
      {
        type: "scatter",
        mode: "lines",
        x: [...steps.map(({ number }) => number), end],
        y: [...steps.map(last), best && last(best)],
        line: { shape: "hv", color: "token:best", width: 2.5 },
        hoverinfo: "skip",
      },
      dots(
        trials.filter((made) => made.state === "complete" && !steps.includes(made)),
        { size: 6, color: "token:done", line: { color: "token:paper", width: 1 } },
      ),
      dots(steps, { size: 7.5, color: "token:best", line: { color: "token:paper", width: 1.5 } }),
      dots(
        trials.filter(({ state }) => state === "running"),
        { symbol: "circle-open-dot", size: 10, color: "token:running", line: { width: 2 } },
      ),
    ],
    layout: layout("validation loss · lower is better ↓", {
      xaxis: { ...flat, range: [-1.2, PLANNED + 0.2], nticks: 5 },
      // The range grows with the study, as a live figure's does: a zoom must survive that, too.
      yaxis: { ...axis, type: "log", range: [-1.3, 0.1 + trials.length / 600] },
    }),
  };
}

function curves(trials: MadeTrial[], best: MadeTrial | null): PlotlySpec {
  const lines = (shown: MadeTrial[], line: object, opacity = 1) => ({
    type: "scatter",
    mode: "lines",
    x: shown.flatMap(({ curve }) => [...curve.map((_, epoch) => epoch + 1), null]),
    y: shown.flatMap(({ curve }) => [...curve, null]),
    line,
    opacity,
    hoverinfo: "skip",
  });
  const of = (state: MadeTrial["state"]) => trials.filter((made) => made.state === state);
  return {
    data: [
      lines(of("pruned"), { color: "token:pruned", width: 1 }, 0.55),
      lines(of("complete"), { color: "token:done", width: 1.2 }, 0.4),
      lines(best ? [best] : [], { color: "token:best", width: 2.5 }),
      lines(of("running"), { color: "token:running", width: 2.5 }),
    ],
    layout: layout("loss by epoch", {
      xaxis: { ...flat, type: "log", range: [-0.03, 1.46], tickvals: [1, 3, 9, 27] },
      yaxis: { ...axis, type: "log", range: [-1.3, 0.4] },
    }),
  };
}
