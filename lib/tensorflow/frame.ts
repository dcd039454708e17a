/** Data sets as danfojs frames, where danfojs is installed. */
import type { DataFrame } from "../study/data-frame.ts";
import type { Dataset, Part } from "./dataset.ts";
import { digits, type DigitsOptions } from "./digits.ts";

/**
 * One part of a data set as a danfojs DataFrame: the features by their names, then `label`.
 *
 * @throws Error with the install command where `danfojs-node` is not installed
 */
export async function toFrame(
  data: Dataset,
  part: "train" | "validation" | "test",
): Promise<DataFrame> {
  return frameOf(data, [data[part]]);
}

/** All 1797 digits as a danfojs DataFrame: 64 pixels (0…1), then `label`. Training rows stand first. */
export async function digitsFrame(options?: DigitsOptions): Promise<DataFrame> {
  const data = await digits(options);
  return frameOf(data, [data.train, data.validation, data.test]);
}

async function frameOf(data: Dataset, parts: readonly Part[]): Promise<DataFrame> {
  const { DataFrame } = await danfo();
  const rows = parts.flatMap((part) =>
    Array.from({ length: part.rows }, (_, row) => [
      ...part.x.subarray(row * data.features, (row + 1) * data.features),
      part.y[row]!,
    ]),
  );
  return new DataFrame(rows, { columns: [...data.featureNames, "label"] });
}

interface Danfo {
  DataFrame: new (rows: number[][], options: { columns: string[] }) => DataFrame;
}

async function danfo(): Promise<Danfo> {
  // A string-typed specifier: danfojs is an optional peer.
  const name: string = "danfojs-node";
  try {
    const loaded = (await import(name)) as Danfo & { default?: Danfo };
    return loaded.DataFrame ? loaded : loaded.default!;
  } catch (error) {
    throw new Error(
      `A frame needs danfojs-node, which did not load here (${String((error as Error).message).split("\n")[0]}). Install it beside the notebook: npm install danfojs-node`,
      { cause: error },
    );
  }
}
