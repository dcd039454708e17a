/** The handwritten digits of `notebooks/data/digits.csv.gz`. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import type { ProgressOption } from "../study/progress.ts";
import { inSteps } from "../study/progress-steps.ts";
import { dataset, DEFAULT_SPLIT, type Dataset, type Split } from "./dataset.ts";

const PIXELS = 64;
const BLACK = 16;

export interface DigitsOptions {
  /** Shares of the 1797 images. Default 60% train, 20% validation, 20% test. */
  split?: Split;
  /** Which images go where. Default 0. */
  seed?: number;
  /** Who shows how far the loading is. Default: a bar where there is a place for it. */
  progress?: ProgressOption;
}

const cache = new Map<string, Dataset>();

/**
 * 1797 handwritten digits, 8 × 8 pixels from 0 (white) to 1 (black), with their classes 0–9. The same
 * options return the same object: treat its arrays as read-only.
 *
 * Source: Alpaydin and Kaynak (1998), Optical Recognition of Handwritten Digits, UCI (CC BY 4.0).
 */
export async function digits(options: DigitsOptions = {}): Promise<Dataset> {
  const { split = DEFAULT_SPLIT, seed = 0 } = options;
  const key = JSON.stringify([split.train, split.validation, seed]);
  let found = cache.get(key);
  if (!found) {
    const { pixels, labels } = await read(options.progress);
    const x = Float32Array.from(pixels, (value) => value / BLACK);
    const featureNames = Array.from(
      { length: PIXELS },
      (_, pixel) => `pixel_${Math.floor(pixel / 8)}_${pixel % 8}`,
    );
    const shape = { features: PIXELS, classes: 10, featureNames };
    // Two that load at once get the same object.
    found = cache.get(key) ?? dataset(x, labels, { name: "digits", split, seed, ...shape });
    cache.set(key, found);
  }
  return found;
}

let table: { pixels: Uint8Array; labels: Int32Array } | undefined;

async function read(progress: ProgressOption): Promise<NonNullable<typeof table>> {
  if (table) return table;
  const lines = gunzipSync(readFileSync(dataFile("digits.csv.gz")))
    .toString("utf8")
    .trimEnd()
    .split("\n");
  const pixels = new Uint8Array(lines.length * PIXELS);
  const labels = new Int32Array(lines.length);
  const plan = { label: "Loading digits", total: lines.length, unit: "image" };
  await inSteps(progress, plan, async ({ step }) => {
    for (const [row, line] of lines.entries()) {
      const numbers = line.split(",").map(Number);
      pixels.set(numbers.slice(0, PIXELS), row * PIXELS);
      labels[row] = numbers[PIXELS]!;
      await step(row + 1);
    }
  });
  return (table = { pixels, labels });
}

/** The package's own copy, from the sources as well as from dist/. */
function dataFile(name: string): string {
  const here = dirname(fileURLToPath(import.meta.url));
  const candidates = ["../..", "../../.."].map((up) => join(here, up, "notebooks", "data", name));
  const file = candidates.find((candidate) => existsSync(candidate));
  if (!file) {
    throw new Error(
      `The data file ${name} is missing from the package (looked at ${candidates.join(" and ")}); install tunebook again.`,
    );
  }
  return file;
}
