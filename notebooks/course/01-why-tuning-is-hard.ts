// %% [markdown]
// # 1. Why tuning is hard
//
// A network learns its weights from data. What it does not learn is everything that you had to decide
// before: how many layers, how fast it learns, when to trust a new example more than the old ones.
// These decisions are its **hyperparameters**, and somebody has to make them.
//
// In this lesson you make them by hand, count how many there are to make, and let two simple searches
// make them for you. It takes a minute or two of computing.

// %%
import { choice, openStudy, plots, pruners, tuners } from "tunebook";
import type { InferParams, Study, Trial } from "tunebook";
import { claim, lesson, pictures, TODO } from "tunebook/course";
import { backend, digits, fit } from "tunebook/tensorflow";

const exercises = lesson("01-why-tuning-is-hard");
const data = await digits();
pictures(data.train);

// %% [markdown]
// Handwritten digits, 8 × 8 pixels each. The network sees 64 numbers and has to say which digit they
// are. It learns from one part of the images and is judged on another, the *validation* part, which it
// never learns from.

// %%
console.log(`${data.train.rows} images to learn from`);
console.log(`${data.validation.rows} images to be judged on`);
console.log((await backend()).words);

// %% [markdown]
// ## One number
//
// Here is a network that somebody might build: two layers of 32 neurons, trained by plain gradient
// descent. `fit` shows it all the images twelve times (twelve *epochs*).

// %%
const slow = await fit({ layers: 2, neurons: 32, optimizer: "sgd", learningRate: 0.001 }, data, {
  epochs: 12,
  seed: 1,
});
claim("slow", slow.valAccuracy, [0, 0.4], "It reads {%} of the validation images.");

// %% [markdown]
// Guessing blindly would read one in ten. Is the network too small? Is the code wrong? Neither. Watch
// what happens when one number changes, and nothing else.

// %%
const quick = await fit({ layers: 2, neurons: 32, optimizer: "sgd", learningRate: 0.1 }, data, {
  epochs: 12,
  seed: 1,
});
claim("quick", quick.valAccuracy, [0.75, 1], "Now it reads {%} of them.");

// %% [markdown]
// The *learning rate* says how far the weights move at each step. Nobody could have read the right one
// off the data. And it is only one of the decisions.

// %% [markdown]
// ## Seven decisions
//
// Here are seven, with three values each that a sensible person might try. `choice` says what may vary;
// together they are the **search space**.

// %%
const space = {
  layers: choice([1, 2, 3]),
  neurons: choice([16, 32, 64]),
  learningRate: choice([0.001, 0.01, 0.1]),
  optimizer: choice(["sgd", "rmsprop", "adam"]),
  batchSize: choice([32, 64, 128]),
  activation: choice(["relu", "tanh", "sigmoid"]),
  regularization: choice(["none", "l1", "l2"]),
};

// %% [markdown]
// **Exercise.** How many different networks are these? Write the formula for any space: `counts` says
// how many values each hyperparameter has. Then run the cell; it checks your function on spaces of its
// own.

// %%
function gridSize(counts: number[]): number {
  return TODO; // counts says how many values each hyperparameter has: [3, 3, 2] means 3, 3 and 2
}

await exercises.exercise("grid-size").check(gridSize);

// %% [markdown]
// Stuck? `exercises.exercise("grid-size").hint()` in a cell of its own helps, and after two tries
// `.solution()` opens. A *grid search* tries every combination once, so it has to count them too:

// %%
const everything = tuners.grid().create({
  space: (await openStudy({ space })).space,
  objectives: { valLoss: "minimize" },
  seed: 1,
});
claim("networks", everything.planned ?? 0, [2187, 2187], "A full grid would train {} networks.");

// %% [markdown]
// How long would that take here? Before a search it is worth asking: one network's time, multiplied.

// %%
const start = performance.now();
await fit({ layers: 2, neurons: 32, learningRate: 0.01 }, data, { epochs: 12, seed: 1 });
const seconds = (performance.now() - start) / 1000;
console.log(`One network: ${seconds.toFixed(1)} s`);
console.log(`The full grid: ${(seconds * (everything.planned ?? 0)).toFixed(1)} s`);

// %% [markdown]
// Far too long, for a tiny network on tiny images. If one network trained for an hour, the grid would
// take three months. Nobody tries everything. The question is **which few to try**.

// %% [markdown]
// ## Sixteen networks, chosen by hand
//
// Say we can afford sixteen. One way: fix what we believe we know, and try two values of the other
// four, far apart: 2 × 2 × 2 × 2 = 16, a smaller grid inside of the large one.
//
// **Exercise.** Before you run it: how many of the sixteen will read *fewer than half* of the validation
// images? Put your guess in the place of `TODO`, with how sure you are.

// %%
exercises.exercise("half-blind").predict(TODO, { confidence: 0.7 }); // a number from 0 to 16

// %% [markdown]
// Both searches below run the same **objective**: it is given a trial, trains a network with the trial's
// parameters, and returns how wrong that network is on the validation images, its *loss*. Lower is
// better. It also notes the share of images that were read.

// %%
async function train(trial: Trial<InferParams<typeof space>>): Promise<number> {
  const { valLoss, valAccuracy } = await fit(trial.params, data, { trial, epochs: 12 });
  trial.note("accuracy", valAccuracy);
  return valLoss;
}

function accuracies(study: Study): number[] {
  return study.trials.map((trial) => Number(trial.notes["accuracy"]));
}

function belowHalf(study: Study): number {
  return accuracies(study).filter((accuracy) => accuracy < 0.5).length;
}

// %% [markdown]
// A **study** holds the space, a *tuner* that says what to try next, and everything that was tried. The
// panel moves while it works; each dot is a network.

// %%
const chosen = await openStudy({
  name: "sixteen by hand",
  space,
  objectives: { valLoss: "minimize" },
  tuner: tuners.grid({
    values: {
      layers: [1, 3],
      neurons: [16, 64],
      learningRate: [0.001, 0.1],
      optimizer: ["sgd", "adam"],
      batchSize: [64],
      activation: ["relu"],
      regularization: ["none"],
    },
  }),
  pruner: pruners.none(),
  seed: 1,
});

await chosen.optimize(train);
exercises.exercise("half-blind").reveal(belowHalf(chosen));

// %% [markdown]
// All sixteen networks *could* read digits; each had the same data and the same twelve epochs. The
// history shows every one of them in the order in which they were tried, and the best so far as a line.

// %%
plots.history(chosen);

// %% [markdown]
// ## Sixteen networks, drawn by lot
//
// The other way asks for no opinions at all: draw each of the seven values at random, sixteen times. It
// sounds careless. The same objective, the same number of networks, the same epochs:

// %%
const drawn = await openStudy({
  name: "sixteen by lot",
  space,
  objectives: { valLoss: "minimize" },
  tuner: tuners.random(),
  pruner: pruners.none(),
  seed: 1,
});

await drawn.optimize(train, { until: { trials: 16 } });
claim(
  "best-by-lot",
  Math.max(...accuracies(drawn)),
  [0.85, 1],
  "The best of them reads {%} of the validation images.",
);

// %%
plots.history(drawn);

// %% [markdown]
// ## What each of them saw
//
// Compare the two, and mind the last column: how many of the 21 values of the search space each one has
// tried at least once.

// %%
function valuesSeen(study: Study): number {
  return new Set(study.trials.flatMap((trial) => Object.entries(trial.params).map(String))).size;
}

function line(study: Study): string {
  const best = Math.max(...accuracies(study));
  return [
    study.name.padEnd(16),
    `${(100 * best).toFixed(1)}% read by the best`,
    `${belowHalf(study)} of 16 below half`,
    `${valuesSeen(study)} of 21 values`,
  ].join("   ");
}

console.log(line(chosen));
console.log(line(drawn));

// %%
claim(
  "seen-by-lot",
  valuesSeen(drawn),
  [19, 21],
  "Drawn by lot, sixteen networks have tried {} of the 21 values; the grid could only try 11.",
);

// %% [markdown]
// The grid spent its sixteen networks on eleven values. It never saw the learning rate in the middle,
// nor what another activation would do: whatever was fixed by hand stays an opinion. The lot has asked
// about nearly everything, and paid for it with some hopeless combinations.
//
// **When it fails.** Do not conclude that one of them is better because its best network is. Sixteen
// networks are few: with another `seed` the lot draws others, and a grid around other values would do
// better or worse. Try it: change `seed` above and run the cell again. Only many
// repetitions of this race could show when each one wins.

// %% [markdown]
// ## What you take with you
//
// - Hyperparameters are decided before training, and one wrong number can ruin the rest.
// - The number of combinations is a product. It outgrows every budget, so a search is a choice of
//   *which few* to try.
// - Fixing a value by hand is a bet. A random search places fewer bets.
// - Both searches forget: neither used what the first fifteen networks had shown to choose the
//   sixteenth. Tuners that do (`tuners.tpe()`) begin there.

// %%
const networks = chosen.trials.length + drawn.trials.length;
claim("tried", networks, [32, 32], "You have trained {} of the 2187 networks.");
