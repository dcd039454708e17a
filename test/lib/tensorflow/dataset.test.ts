import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  dataset,
  digits,
  digitsFrame,
  toFrame,
  type Dataset,
  type Part,
} from "../../../lib/tensorflow/index.ts";

const parts = (data: Dataset): Part[] => [data.train, data.validation, data.test];

function countByClass(part: Part, classes: number): number[] {
  const counts = Array<number>(classes).fill(0);
  for (const label of part.y) counts[label]!++;
  return counts;
}

/** The rows of a part as text: pixels and label. */
const rowsOf = (part: Part, features: number) =>
  Array.from(
    { length: part.rows },
    (_, row) => `${part.x.subarray(row * features, (row + 1) * features).join()};${part.y[row]}`,
  );

describe("the digits", () => {
  it("are all there, once each, as the file has them", async () => {
    const data = await digits();
    const { gunzipSync } = await import("node:zlib");
    const file = new URL("../../../notebooks/data/digits.csv.gz", import.meta.url);
    const lines = gunzipSync(readFileSync(file)).toString().trim().split("\n");
    const expected = lines.map((line) => {
      const numbers = line.split(",").map(Number);
      return `${numbers
        .slice(0, 64)
        .map((value) => value / 16)
        .join()};${numbers[64]}`;
    });
    const found = parts(data).flatMap((part) => rowsOf(part, 64));
    expect(found).toHaveLength(1797);
    expect(found.toSorted()).toEqual(expected.toSorted());
  });

  it("are the file whose origin and licence the README names", () => {
    const folder = new URL("../../../notebooks/data/", import.meta.url);
    const sum = createHash("sha256").update(readFileSync(new URL("digits.csv.gz", folder)));
    const readme = readFileSync(new URL("README.md", folder), "utf8");
    expect(readme).toContain(sum.digest("hex"));
    expect(readme).toMatch(/CC BY 4\.0/);
  });

  it("have every class in its share in every part", async () => {
    const data = await digits();
    expect(parts(data).map((part) => part.rows)).toEqual([1078, 360, 359]);
    for (const [part, share] of [
      [data.train, 0.6],
      [data.validation, 0.2],
      [data.test, 0.2],
    ] as const) {
      for (const count of countByClass(part, 10)) {
        expect(Math.abs(count - 179.7 * share)).toBeLessThan(4);
      }
    }
  });

  it("are split by the seed, and kept", async () => {
    expect(await digits()).toBe(await digits({ seed: 0 }));
    const other = await digits({ seed: 1 });
    expect(other.train.y).not.toEqual((await digits()).train.y);
    const large = await digits({ split: { train: 0.8, validation: 0.2 } });
    expect(large.test.rows).toBe(0);
  });
});

describe("as a danfojs frame", () => {
  it("hold the same numbers under the pixels' names", async () => {
    const data = await digits();
    const frame = await toFrame(data, "validation");
    expect(frame.shape).toEqual([360, 65]);
    expect(frame.columns.slice(0, 2)).toEqual(["pixel_0_0", "pixel_0_1"]);
    expect(frame.columns.at(-1)).toBe("label");
    const values = frame.values as number[][];
    expect(values.map((row) => row[64])).toEqual([...data.validation.y]);
    expect(values.flatMap((row) => row.slice(0, 64))).toEqual([...data.validation.x]);
    expect((await digitsFrame()).shape).toEqual([1797, 65]);
  });

  it("are taken back", async () => {
    const frame = await toFrame(await digits(), "test");
    const { DataFrame } = await import("danfojs-node");
    const table = new DataFrame(
      (frame.values as number[][]).map((row) => row.slice(0, 64)),
      { columns: frame.columns.slice(0, 64) },
    );
    const labels = (frame.values as number[][]).map((row) => row[64]!);
    const data = dataset(table as never, labels, { seed: 3 });
    expect(data.featureNames[9]).toBe("pixel_1_1");
    expect(parts(data).reduce((sum, part) => sum + part.rows, 0)).toBe(359);
  });
});

describe("one's own rows", () => {
  const x = Array.from({ length: 20 }, (_, row) => [row, -row]);
  const y = x.map((_, row) => row % 2);

  it("are split by class, nested or flat alike", () => {
    const nested = dataset(x, y, { seed: 4 });
    const flat = dataset(Float32Array.from(x.flat()), y, { seed: 4 });
    expect(nested).toEqual(flat);
    expect(nested).toMatchObject({ features: 2, classes: 2, featureNames: ["x0", "x1"] });
    expect(countByClass(nested.train, 2)).toEqual([6, 6]);
    expect(countByClass(nested.test, 2)).toEqual([2, 2]);
  });

  it("are refused with what does not fit", () => {
    expect(() => dataset(x, y.slice(1))).toThrow("x has 20 rows, y has 19 labels");
    expect(() => dataset([[1, 2], [3]], [0, 1])).toThrow("Row 1 has 1 numbers");
    expect(() => dataset([[1], [NaN]], [0, 1])).toThrow("Row 1, column 0 holds no finite number");
    expect(() => dataset([[1], [null as never]], [0, 1])).toThrow("Row 1, column 0");
    expect(() => dataset([[1], [2]], [0, 1.5])).toThrow("Row 1 has the label 1.5");
    expect(() => dataset([[1], [2]], [0, 3], { classes: 3 })).toThrow("classes is 3");
    expect(() => dataset(x, y, { split: { train: 0.9, validation: 0.2 } })).toThrow("at most 1");
    expect(() => dataset([[1], [2]], [0, 1])).toThrow("2 rows leave none for the validation part");
    expect(() => dataset(new Float32Array(7), y)).toThrow("7 numbers do not make 20 rows");
  });
});
