// One process, one backend (TUNEBOOK_BACKEND): milliseconds of each epoch of each network, as JSON.
import { backend, digits, fit } from "../../dist/lib/tensorflow/index.js";

const [epochs, ...networks] = process.argv.slice(2).map((argument) => JSON.parse(argument));
const { name } = await backend();
const data = await digits();
const results = [];
for (const params of networks) {
  // The first epochs compile code; they are not counted.
  await fit(params, data, { epochs: 2, seed: 1 });
  const times = [];
  let last = performance.now();
  const trial = {
    seed: 1,
    signal: new AbortController().signal,
    note() {},
    async report() {
      const now = performance.now();
      times.push(now - last);
      last = now;
      return { prune: false };
    },
  };
  last = performance.now();
  const { valAccuracy } = await fit(params, data, { epochs, trial });
  results.push({ times, valAccuracy });
}
process.stdout.write(JSON.stringify({ name, results }));
