import { describe, expect, it } from "vitest";
import { NotebookOutputs, type OutputMessage, settled } from "../../../cli/run/cell-outputs.ts";
import type { Cell } from "../../../cli/run/notebook-file.ts";
import { Terminal } from "../../../cli/run/terminal.ts";

const cell = (source = ""): Cell => ({ cell_type: "code", metadata: {}, source, outputs: [] });
const stream = (text: string, name = "stdout"): OutputMessage => ({
  type: "stream",
  content: { name, text },
});
const display = (text: string, id?: string, type = "display_data"): OutputMessage => ({
  type,
  content: {
    data: { "text/plain": text },
    metadata: {},
    transient: id === undefined ? {} : { display_id: id },
  },
});

function take(...messages: OutputMessage[]) {
  const into = cell();
  const outputs = new NotebookOutputs();
  for (const message of messages) outputs.take(into, message);
  return into.outputs;
}

describe("outputs of a cell", () => {
  it("join neighbouring texts of one stream, and no others", () => {
    expect(
      take(stream("a"), stream("b\n"), stream("e", "stderr"), display("d"), stream("c")),
    ).toEqual([
      { output_type: "stream", name: "stdout", text: "ab\n" },
      { output_type: "stream", name: "stderr", text: "e" },
      { output_type: "display_data", data: { "text/plain": "d" }, metadata: {} },
      { output_type: "stream", name: "stdout", text: "c" },
    ]);
  });

  it("hold what a display was updated to, also from a later cell, and nothing transient", () => {
    const [first, second] = [cell(), cell()];
    const outputs = new NotebookOutputs();
    outputs.take(first, display("one", "x"));
    outputs.take(first, display("other", "y"));
    outputs.take(second, display("two", "x", "update_display_data"));
    outputs.take(second, display("lost", "z", "update_display_data"));
    expect(first.outputs).toEqual([
      { output_type: "display_data", data: { "text/plain": "two" }, metadata: {} },
      { output_type: "display_data", data: { "text/plain": "other" }, metadata: {} },
    ]);
    expect(second.outputs).toEqual([]);
    outputs.take(second, display("three", "x"));
    expect(first.outputs![0]!["data"]).toEqual({ "text/plain": "three" });
  });

  it("are cleared at once, or by the next one", () => {
    const clear = (wait: boolean): OutputMessage => ({ type: "clear_output", content: { wait } });
    expect(take(stream("a"), clear(false))).toEqual([]);
    expect(take(stream("a"), clear(true))).toHaveLength(1);
    expect(take(stream("a"), clear(true), stream("b"))).toEqual([
      { output_type: "stream", name: "stdout", text: "b" },
    ]);
  });

  it("are results and errors as Jupyter stores them; other messages are none", () => {
    const error = { ename: "Error", evalue: "no", traceback: ["Error: no"] };
    expect(
      take(
        { type: "execute_result", content: { ...display("5").content, execution_count: 3 } },
        { type: "error", content: { ...error, more: 1 } },
        { type: "comm_open", content: {} },
      ),
    ).toEqual([
      {
        output_type: "execute_result",
        data: { "text/plain": "5" },
        metadata: {},
        execution_count: 3,
      },
      { output_type: "error", ...error },
    ]);
  });

  it("keep of a rewritten line what a terminal would show", () => {
    expect(settled("10%\r20%\r100%\nnext")).toBe("100%\nnext");
    expect(settled("windows\r\nline")).toBe("windows\r\nline");
    expect(settled("abc\b\bX")).toBe("aX");
    expect(take(stream("10%\r"), stream("20%"))).toMatchObject([{ text: "20%" }]);
  });
});

describe("the terminal", () => {
  function record() {
    let text = "";
    const write = (part: string) => (text += part);
    return { terminal: new Terminal({ stdout: { write }, stderr: { write } }), text: () => text };
  }

  it("names the cell by its first line of code, and starts each thing on its own line", () => {
    const { terminal, text } = record();
    terminal.begin(2, 9, cell("// why\n\n  let x = 1;"));
    terminal.show(stream("no end"));
    terminal.show({
      type: "error",
      content: { ename: "E", evalue: "v", traceback: ["trace", "back"] },
    });
    terminal.end(0.1);
    expect(text()).toBe("[2/9] let x = 1;\nno end\ntrace\nback\n");
  });

  it("writes a display once when it comes and once when it is done", () => {
    const { terminal, text } = record();
    terminal.show(display("0 of 60", "p"));
    for (let n = 1; n <= 60; n++) terminal.show(display(`${n} of 60`, "p", "update_display_data"));
    terminal.show(display("still", "q"));
    terminal.end(0.1);
    expect(text()).toBe("0 of 60\nstill\n60 of 60\n");
  });
});
