import type { DataFrame } from "../../../study/data-frame.ts";
import { FigureError } from "../../common/figure-error.ts";
import type { Cell, Column } from "./column.ts";

interface Danfo {
  DataFrame: new (rows: Cell[][], options: { columns: string[]; dtypes: string[] }) => DataFrame;
}

/**
 * Columns as a danfojs DataFrame, the numbers among them as float32, which is danfojs's name for any number.
 *
 * @throws FigureError with the install command where `danfojs-node` is not there
 */
export async function frameOf(columns: readonly Column[], rows: number): Promise<DataFrame> {
  const { DataFrame } = await danfo();
  const table = Array.from({ length: rows }, (_, row) =>
    columns.map(({ kind, values }) => {
      const value = values[row] ?? null;
      return kind === "number" ? (value ?? Number.NaN) : kind === "mixed" ? textOf(value) : value;
    }),
  );
  const dtypes = columns.map(({ kind }) =>
    kind === "number" ? "float32" : kind === "boolean" ? "boolean" : "string",
  );
  return new DataFrame(table, { columns: columns.map(({ key }) => key), dtypes });
}

function textOf(value: Cell): Cell {
  return value === null ? null : String(value);
}

/** From the notebook's folder, where users install it; else from where this package lies. */
async function danfo(): Promise<Danfo> {
  // A string-typed specifier: danfojs is an optional peer.
  const name: string = "danfojs-node";
  try {
    const { createRequire } = await import("node:module");
    const loaded = (await import(await resolvedFrom(createRequire, name))) as Danfo & {
      default?: Danfo;
    };
    return loaded.DataFrame ? loaded : loaded.default!;
  } catch (error) {
    const reason = String((error as Error).message).split("\n")[0];
    throw new FigureError(
      `A frame needs danfojs-node, which did not load here (${reason}). Install it beside the notebook, npm install danfojs-node, or take table.toRecords().`,
      { cause: error },
    );
  }
}

async function resolvedFrom(
  createRequire: (typeof import("node:module"))["createRequire"],
  name: string,
): Promise<string> {
  const { pathToFileURL } = await import("node:url");
  try {
    const folder = pathToFileURL(`${process.cwd()}/`);
    return pathToFileURL(createRequire(new URL("notebook.js", folder)).resolve(name)).href;
  } catch {
    return name;
  }
}
