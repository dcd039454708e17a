import { describe, expect, it } from "vitest";
import { draw } from "../../../../kernel/runtime/drawing/draw.ts";

const data = async (value: unknown) => (await draw(value)).data;
const text = async (value: unknown) => String((await data(value))["text/plain"]);

class DataFrame {
  columns = ["a", "<b>"];
  index: unknown[] = [0, "x"];
  values: unknown[][] = [
    [1, null],
    [0.123456789, "t"],
  ];
  shape = [2, 2];
}

describe("data frames", () => {
  it("are text and HTML, escaped", async () => {
    const bundle = await data(new DataFrame());
    expect(bundle["text/plain"]).toBe(
      "          a  <b>\n0         1     \nx  0.123457    t\n\n2 rows × 2 columns",
    );
    expect(bundle["text/html"]).toContain("<th>&#60;b&#62;</th>");
    expect(bundle["text/html"]).toContain("<th>x</th><td>0.123457</td><td>t</td>");
  });

  it("show the first rows and columns, and say how many there are", async () => {
    const frame = new DataFrame();
    frame.values = Array.from({ length: 500 }, (_, row) => [row, "r"]);
    expect((await text(frame)).split("\n").length).toBeLessThan(30);
    expect(await text(frame)).toContain("500 rows × 2 columns (shown: the first 20 rows)");
    frame.columns = Array.from({ length: 40 }, (_, at) => `c${at}`);
    expect(await text(frame)).toContain(
      "40 columns (shown: the first 20 rows, the first 20 columns)",
    );
  });

  it("are danfojs' own frames and series", async () => {
    const { DataFrame: Real, Series } = await import("danfojs-node");
    const bundle = await data(new Real({ a: [1, 2], b: ["x", "y"] }));
    expect(bundle["text/plain"]).toContain("2 rows × 2 columns");
    expect(bundle["text/html"]).toContain("<th>1</th><td>2</td><td>y</td>");
    expect(await text(new Series([1, 2, 3]))).toContain("3 rows × 1 columns");
  });

  it("are what looks like tables of Arquero, Apache Arrow and nodejs-polars", async () => {
    const rows = [
      { a: 1, b: "x" },
      { a: 2, b: "y" },
    ];
    const arquero = {
      numRows: () => 2,
      columnNames: () => ["a", "b"],
      get: (name: "a" | "b", row: number) => rows[row]![name],
    };
    const arrow = {
      schema: { fields: [{ name: "a" }, { name: "b" }] },
      numRows: 2,
      get: (row: number) => rows[row],
    };
    const polars = {
      schema: { a: "Float64", b: "Utf8" },
      columns: ["a", "b"],
      height: 2,
      head: () => ({ toRecords: () => rows }),
      toRecords: () => rows,
    };
    for (const table of [arquero, arrow, polars]) {
      expect(await text(table)).toBe("   a  b\n0  1  x\n1  2  y\n\n2 rows × 2 columns");
      expect((await data(table))["text/html"]).toContain("<td>2</td><td>y</td>");
    }
  });

  it("are nothing else of that name or shape", async () => {
    expect(Object.keys(await data({ columns: [], index: [], values: [], shape: [] }))).toEqual([
      "text/plain",
    ]);
  });
});

describe("lists of records", () => {
  it("are a table beside their text", async () => {
    const bundle = await data([
      { name: "Ada", born: 1815 },
      { name: "<Grace>", born: 1906, died: 1992 },
    ]);
    expect(bundle["text/plain"]).toContain("{ name: 'Ada', born: 1815 }");
    expect(bundle["text/html"]).toContain("<th>name</th><th>born</th><th>died</th>");
    expect(bundle["text/html"]).toContain("<td>&#60;Grace&#62;</td><td>1906</td><td>1992</td>");
  });

  it("are only records of simple values that resemble one another", async () => {
    for (const list of [
      [{ a: 1 }],
      [{ a: 1 }, { b: 2 }, { c: 3 }],
      [{ a: {} }, { a: {} }],
      [{ a: 1 }, null],
      [{}, {}],
      [
        {
          get a() {
            return 1;
          },
        },
        { a: 2 },
      ],
      [new Date(0), new Date(1)],
    ]) {
      expect(Object.keys(await data(list))).toEqual(["text/plain"]);
    }
  });
});
