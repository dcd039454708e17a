/** The loss at the nearest setting of the recorded landscape. */
const lossOf = ({ axes, values }) => {
  const [rates, momenta] = Object.values(axes);
  const nearest = (list, value, of) =>
    list.reduce(
      (best, one, k) =>
        Math.abs(of(one) - of(value)) < Math.abs(of(list[best]) - of(value)) ? k : best,
      0,
    );
  return ({ learningRate, momentum }) =>
    values[
      nearest(rates, learningRate, Math.log) * momenta.length + nearest(momenta, momentum, Number)
    ];
};

export default async ({ plots, core, reopen, table }) => {
  const { tuners } = core;
  /** The figure of the next point that a tuner chooses after the first trials of a recorded study. */
  const asked = async (name, tuner, trials, parameter) => {
    const study = await reopen(name, { tuner, trials });
    const { number } = await study.ask();
    return plots.why(study, number, parameter === undefined ? {} : { parameter });
  };
  /** The figure of the next point after a tuner's own trials on the landscape of two parameters. */
  const landscape = async (tuner, trials, parameter) => {
    const loss = lossOf(table("landscape"));
    const study = await core.openStudy({
      name: "pair",
      space: { learningRate: core.float(1e-3, 1, { log: true }), momentum: core.float(0, 0.99) },
      objectives: { valLoss: "minimize" },
      tuner,
      seed: 3,
    });
    await study.optimize(({ params }) => loss(params), { until: { trials } });
    const { number } = await study.ask();
    return plots.why(study, number, parameter === undefined ? {} : { parameter });
  };
  return [
    ["gp", await asked("pair", tuners.gaussianProcess(), 12, "learningRate")],
    ["gp-many", await asked("digits", tuners.gaussianProcess(), 20)],
    ["gp-choice", await asked("digits", tuners.gaussianProcess(), 30, "activation")],
    ["tpe", await asked("digits", tuners.tpe({ multivariate: false }), 60, "learningRate")],
    ["tpe-together", await asked("digits", tuners.tpe(), 60, "learningRate")],
    ["tpe-choice", await asked("digits", tuners.tpe({ multivariate: false }), 60, "activation")],
    ["forest", await asked("digits", tuners.forest({ randomShare: 0 }), 60, "learningRate")],
    ["auto", await asked("digits", tuners.auto(), 45)],
    ["genetic", await asked("digits", tuners.genetic(), 60)],
    ["differential-evolution", await asked("digits", tuners.differentialEvolution(), 60)],
    ["cma-es", await landscape(tuners.cmaEs(), 40)],
    ["quasi-random", await landscape(tuners.quasiRandom(), 40)],
    ["zoom", await asked("digits", tuners.zoom({ perRound: 15 }), 60)],
    ["anneal", await asked("digits", tuners.anneal(), 60)],
    ["random", await asked("digits", tuners.random(), 20)],
  ];
};
