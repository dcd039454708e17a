import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  lstatSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readNotebook, writeNotebook } from "../../../cli/run/notebook-file.ts";
import { injectParameters, parseParameter } from "../../../cli/run/parameters.ts";

let scratch: string;
let path: string;
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), "tunebook-notebook-"));
  path = join(scratch, "a.ipynb");
});
afterEach(() => rmSync(scratch, { recursive: true, force: true }));

const code = (source: string | string[], tags?: string[]) => ({
  cell_type: "code",
  metadata: tags ? { tags } : {},
  source,
  outputs: [],
  execution_count: null,
});

function notebook(cells: object[], more: object = {}) {
  writeFileSync(
    path,
    JSON.stringify({ nbformat: 4, nbformat_minor: 2, metadata: {}, cells, ...more }),
  );
  return readNotebook(path);
}

describe("a notebook file", () => {
  it("is read with joined sources and cell ids, and written as nbformat 4.5", () => {
    const read = notebook([code(["a\n", "b"]), code("c")], { metadata: { own: 1 }, extra: true });
    expect(read.cells.map(({ source }) => source)).toEqual(["a\nb", "c"]);
    const ids = read.cells.map(({ id }) => id);
    expect(new Set(ids).size).toBe(2);
    read.cells[0]!.outputs = [
      { output_type: "stream", name: "stdout", text: "one\ntwo" },
      {
        output_type: "display_data",
        metadata: {},
        data: {
          "text/html": "<p>\n</p>",
          "image/png": "AA\nBB",
          "application/json": { b: "x\ny", a: 1 },
        },
      },
    ];
    writeNotebook(path, read);
    const text = readFileSync(path, "utf8");
    expect(text.startsWith('{\n "cells": [\n  {\n   "cell_type"')).toBe(true);
    expect(text.endsWith("}\n")).toBe(true);
    const written = JSON.parse(text);
    expect(written).toMatchObject({
      nbformat: 4,
      nbformat_minor: 5,
      metadata: { own: 1 },
      extra: true,
    });
    expect(written.cells[0].source).toEqual(["a\n", "b"]);
    expect(written.cells[0].outputs[0].text).toEqual(["one\n", "two"]);
    expect(written.cells[0].outputs[1].data).toEqual({
      "text/html": ["<p>\n", "</p>"],
      "image/png": "AA\nBB",
      "application/json": { b: "x\ny", a: 1 },
    });
    expect(readNotebook(path).cells.map(({ id }) => id)).toEqual(ids);
  });

  it("is written whole or not at all, through links, and leaves nothing beside it", () => {
    const read = notebook([code("1")]);
    const link = join(scratch, "link.ipynb");
    symlinkSync(path, link);
    read.cells[0]!.source = "2";
    writeNotebook(link, read);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readNotebook(path).cells[0]!.source).toBe("2");
    expect(readdirSync(scratch).toSorted()).toEqual(["a.ipynb", "link.ipynb"]);
    expect(() => writeNotebook(join(scratch, "none", "b.ipynb"), read)).toThrow(
      /cannot be written/,
    );
  });

  it("is refused with what is wrong in it", () => {
    expect(() => readNotebook(scratch)).toThrow(/it is a folder/);
    writeFileSync(path, "{");
    expect(() => readNotebook(path)).toThrow(/it is not JSON/);
    writeFileSync(path, "[]");
    expect(() => readNotebook(path)).toThrow(/no list of cells/);
    expect(() => notebook([], { nbformat: 3 })).toThrow(/format 3, and only 4/);
    expect(() => notebook([code("1"), {}])).toThrow(/its cell 2 has no cell_type/);
  });
});

describe("parameters", () => {
  it("are JSON where they are that, else text", () => {
    const values = ["1e-3", "true", "null", "[1,2]", '"1"', "adam", "a=b", ""].map(
      (value) => parseParameter(`x=${value}`)[1],
    );
    expect(values).toEqual([0.001, true, null, [1, 2], "1", "adam", "a=b", ""]);
    for (const given of ["x", "=1", "a b=1", "1a=2", "a-b=1"]) {
      expect(() => parseParameter(given)).toThrow(`-p "${given}" is not of the form name=value`);
    }
  });

  it("stand after the tagged cell, once, however often the notebook is run", () => {
    const read = notebook([code("first"), code("const epochs = 3;", ["parameters"]), code("last")]);
    expect(
      injectParameters(read, [
        ["epochs", 5],
        ["epohcs", "x"],
      ]),
    ).toEqual(["epohcs"]);
    expect(injectParameters(read, [["epochs", 7]])).toEqual([]);
    expect(read.cells.map(({ source }) => source)).toEqual([
      "first",
      "const epochs = 3;",
      "// Parameters\nlet epochs = 7;",
      "last",
    ]);
    expect(read.cells[2]!.metadata).toEqual({ tags: ["injected-parameters"] });
  });

  it("stand at the top where no cell is tagged", () => {
    const read = notebook([code("first")]);
    injectParameters(read, [["name", 'a "b"']]);
    expect(read.cells[0]!.source).toBe('// Parameters\nlet name = "a \\"b\\"";');
  });
});
