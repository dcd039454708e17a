// Small models of the handwritten digits in plain JavaScript, whose validation losses become the tables of
// make.mjs. Each takes settings and data ({ train, judged } with rows and labels) and gives the mean
// cross-entropy on the judged rows, capped so that one hopeless setting does not stretch the scale.
import { randomStream } from "../../../dist/lib/math/random.js";

const CLASSES = 10;
/** As bad as guessing, and then half again. */
const WORST = 1.5 * Math.log(CLASSES);

/** Mean cross-entropy of rows of class shares (any positive weights), with a little given to every class. */
function crossEntropy(shares, labels, smoothing) {
  let sum = 0;
  labels.forEach((label, row) => {
    const given = shares[row];
    const total = given.reduce((all, share) => all + share, 0) + CLASSES * smoothing;
    sum -= Math.log((given[label] + smoothing) / total);
  });
  return Math.min(WORST, sum / labels.length);
}

/** Nearest neighbours with every count of `neighbours` at once: Minkowski's distance, votes by distance or alike. */
export function nearest({ power, contrast, weights }, neighbours, { train, judged }) {
  const raised = (rows) => rows.map((row) => row.map((pixel) => pixel ** contrast));
  const here = raised(train.rows);
  const most = Math.max(...neighbours);
  const near = raised(judged.rows).map((row) => {
    const distances = here.map((other, index) => {
      let sum = 0;
      for (let pixel = 0; pixel < row.length; pixel++) {
        const gap = Math.abs(row[pixel] - other[pixel]);
        if (gap > 0) sum += power === 2 ? gap * gap : power === 1 ? gap : gap ** power;
      }
      return { index, distance: sum ** (1 / power) };
    });
    return distances.toSorted((one, other) => one.distance - other.distance).slice(0, most);
  });
  return neighbours.map((count) => {
    const shares = near.map((list) => {
      const votes = Array.from({ length: CLASSES }, () => 0);
      for (const { index, distance } of list.slice(0, count))
        votes[train.labels[index]] += weights === "distance" ? list[0].distance / distance : 1;
      return votes;
    });
    return crossEntropy(shares, judged.labels, 0.05);
  });
}

function softmax(scores) {
  const top = Math.max(...scores);
  const raised = scores.map((score) => Math.exp(score - top));
  const sum = raised.reduce((all, value) => all + value, 0);
  return raised.map((value) => value / sum);
}

/** Softmax regression by stochastic gradient descent with momentum. */
export function linear({ rate, decay, batch, momentum }, { train, judged }, epochs = 8) {
  const inputs = train.rows[0].length;
  const weights = new Float64Array((inputs + 1) * CLASSES);
  const speed = new Float64Array(weights.length);
  const gradient = new Float64Array(weights.length);
  const random = randomStream(3);
  const scoresOf = (row) =>
    Array.from({ length: CLASSES }, (_, label) => {
      const start = label * (inputs + 1);
      let score = weights[start + inputs];
      for (let pixel = 0; pixel < inputs; pixel++) score += weights[start + pixel] * row[pixel];
      return score;
    });
  for (let epoch = 0; epoch < epochs; epoch++) {
    const order = random.shuffle(train.rows.map((_, index) => index));
    for (let first = 0; first < order.length; first += batch) {
      gradient.fill(0);
      const rows = order.slice(first, first + batch);
      for (const index of rows) {
        const row = train.rows[index];
        const shares = softmax(scoresOf(row));
        for (let label = 0; label < CLASSES; label++) {
          const error = (shares[label] - (train.labels[index] === label ? 1 : 0)) / rows.length;
          const start = label * (inputs + 1);
          for (let pixel = 0; pixel < inputs; pixel++)
            gradient[start + pixel] += error * row[pixel];
          gradient[start + inputs] += error;
        }
      }
      for (let place = 0; place < weights.length; place++) {
        speed[place] = momentum * speed[place] - rate * (gradient[place] + decay * weights[place]);
        weights[place] += speed[place];
      }
    }
  }
  const shares = judged.rows.map((row) => softmax(scoresOf(row)));
  return crossEntropy(shares, judged.labels, 1e-6);
}

/** The share of each class among rows. */
function classShares(labels, rows) {
  const shares = Array.from({ length: CLASSES }, () => 0);
  for (const row of rows) shares[labels[row]] += 1 / rows.length;
  return shares;
}

const impurities = {
  gini: (shares) => 1 - shares.reduce((sum, share) => sum + share * share, 0),
  entropy: (shares) =>
    -shares.reduce((sum, share) => sum + (share > 0 ? share * Math.log(share) : 0), 0),
};

/** One tree with a random threshold for each of some random pixels (Geurts et al., 2006). */
function growTree(rows, level, settings, { rows: inputs, labels }, random) {
  const { depth, leaf, pixels, criterion } = settings;
  const shares = classShares(labels, rows);
  const impurity = impurities[criterion];
  if (level === depth || rows.length < 2 * leaf || Math.max(...shares) === 1) return { shares };
  let best;
  for (const pixel of random.shuffle(inputs[0].map((_, index) => index)).slice(0, pixels)) {
    const values = rows.map((row) => inputs[row][pixel]);
    const low = Math.min(...values);
    const high = Math.max(...values);
    if (low === high) continue;
    const threshold = low + random.uniform() * (high - low);
    const left = rows.filter((row) => inputs[row][pixel] <= threshold);
    const right = rows.filter((row) => inputs[row][pixel] > threshold);
    if (left.length < leaf || right.length < leaf) continue;
    const cost =
      left.length * impurity(classShares(labels, left)) +
      right.length * impurity(classShares(labels, right));
    if (best === undefined || cost < best.cost) best = { cost, pixel, threshold, left, right };
  }
  if (best === undefined) return { shares };
  const grow = (part) => growTree(part, level + 1, settings, { rows: inputs, labels }, random);
  return {
    pixel: best.pixel,
    threshold: best.threshold,
    left: grow(best.left),
    right: grow(best.right),
  };
}

/** Extremely randomized trees, with every number of `trees` at once. */
export function trees(settings, counts, { train, judged }) {
  const random = randomStream(5);
  const all = train.rows.map((_, index) => index);
  const votes = judged.rows.map(() => Array.from({ length: CLASSES }, () => 0));
  const losses = [];
  for (let tree = 1; tree <= Math.max(...counts); tree++) {
    const root = growTree(all, 0, settings, train, random);
    judged.rows.forEach((row, index) => {
      let node = root;
      while (node.shares === undefined)
        node = row[node.pixel] <= node.threshold ? node.left : node.right;
      node.shares.forEach((share, label) => (votes[index][label] += share));
    });
    if (counts.includes(tree))
      losses.push(
        crossEntropy(
          votes.map((row) => row.map((vote) => vote / tree)),
          judged.labels,
          0.003,
        ),
      );
  }
  return losses;
}

/** Solves (A + λ)X = B for a symmetric positive A by Cholesky; B by rows. */
function ridgeSolve(gram, right, lambda) {
  const size = gram.length;
  const factor = gram.map((row) => Float64Array.from(row));
  for (let i = 0; i < size; i++) {
    factor[i][i] += lambda;
    for (let j = 0; j <= i; j++) {
      let sum = factor[i][j];
      for (let k = 0; k < j; k++) sum -= factor[i][k] * factor[j][k];
      factor[i][j] = i === j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / factor[j][j];
    }
  }
  const solution = right.map((row) => Float64Array.from(row));
  for (let column = 0; column < CLASSES; column++) {
    for (let i = 0; i < size; i++) {
      for (let k = 0; k < i; k++) solution[i][column] -= factor[i][k] * solution[k][column];
      solution[i][column] /= factor[i][i];
    }
    for (let i = size - 1; i >= 0; i--) {
      for (let k = i + 1; k < size; k++) solution[i][column] -= factor[k][i] * solution[k][column];
      solution[i][column] /= factor[i][i];
    }
  }
  return solution;
}

/** Ridge regression on random features of a kernel (Rahimi and Recht, 2007), for every `lambdas` at once. */
export function kernelRidge({ kernel, gamma, features }, lambdas, { train, judged }) {
  const random = randomStream(9);
  const inputs = train.rows[0].length;
  const directions = Array.from({ length: features }, () => {
    // The Laplace kernel's frequencies are Cauchy, the Gaussian's normal.
    const draw = () =>
      kernel === "laplace"
        ? Math.tan(Math.PI * (random.uniform() - 0.5)) * gamma
        : random.normal() * Math.sqrt(2 * gamma);
    return { weights: Array.from({ length: inputs }, draw), phase: 2 * Math.PI * random.uniform() };
  });
  const expand = (rows) =>
    rows.map((row) =>
      directions.map(({ weights, phase }) => {
        let sum = phase;
        for (let pixel = 0; pixel < inputs; pixel++) sum += weights[pixel] * row[pixel];
        return (kernel === "relu" ? Math.max(0, sum) : Math.cos(sum)) * Math.sqrt(2 / features);
      }),
    );
  const here = expand(train.rows);
  const gram = directions.map((_, i) =>
    directions.map((__, j) => here.reduce((sum, row) => sum + row[i] * row[j], 0)),
  );
  const right = directions.map((_, i) =>
    Array.from({ length: CLASSES }, (__, label) =>
      here.reduce((sum, row, index) => sum + (train.labels[index] === label ? row[i] : 0), 0),
    ),
  );
  const there = expand(judged.rows);
  return lambdas.map((lambda) => {
    const solution = ridgeSolve(gram, right, lambda);
    const shares = there.map((row) =>
      softmax(
        Array.from({ length: CLASSES }, (_, label) =>
          row.reduce((sum, value, i) => sum + 5 * value * solution[i][label], 0),
        ),
      ),
    );
    return crossEntropy(shares, judged.labels, 1e-6);
  });
}
