/** Widgets over real sockets: Jupyter's widget messaging protocol, version 2.1. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { Message } from "../../kernel/wire/message.ts";
import type { Run } from "./support/kernel-client.ts";
import { sharedKernel } from "./support/shared-kernel.ts";

const VIEW = "application/vnd.jupyter.widget-view+json";
const shared = sharedKernel();
const { folder, execute } = shared;

const ok = async (code: string): Promise<Run> => {
  const run = await execute(code);
  expect(run.error?.traceback.join("\n")).toBeUndefined();
  return run;
};

/** The data of the comm messages among `messages`. */
const data = (messages: readonly Message[], type = "comm_msg") =>
  messages
    .filter(({ header }) => header.msg_type === type)
    .map(({ content }) => content["data"] as Record<string, unknown>);

/** Makes a widget named `name` and gives its model's id. */
async function make(name: string, options: string): Promise<{ id: string; run: Run }> {
  const run = await ok(`const ${name} = widget(${options}); ${name}`);
  const view = run.result?.[VIEW] as { model_id: string } | undefined;
  return { id: view!.model_id, run };
}

/** What the page sends, and the kernel's next message on that comm. */
async function fromPage(id: string, content: object, buffers: Uint8Array[] = []): Promise<Message> {
  const answer = shared.kernel.next(
    (channel, { header, content: { comm_id } }) =>
      channel === "iopub" && header.msg_type === "comm_msg" && comm_id === id,
  );
  await shared.kernel.send("comm_msg", { comm_id: id, data: content }, buffers);
  return answer;
}

it("opens a model of anywidget's and shows its view", async () => {
  const { id, run } = await make(
    "first",
    `{ esm: "export default {}", css: ".a { color: red }", state: { value: 5, name: "x" } }`,
  );
  const opened = run.outputs.find(({ header }) => header.msg_type === "comm_open")!;
  expect(opened.content).toMatchObject({
    comm_id: id,
    target_name: "jupyter.widget",
    data: {
      state: {
        _model_module: "anywidget",
        _model_name: "AnyModel",
        _view_module: "anywidget",
        _view_name: "AnyView",
        _view_count: null,
        _esm: "export default {}",
        _css: ".a { color: red }",
        value: 5,
        name: "x",
      },
      buffer_paths: [],
    },
  });
  expect(opened.metadata["version"]).toBe("2.1.0");
  expect(run.result?.[VIEW]).toEqual({ version_major: 2, version_minor: 1, model_id: id });
  expect(run.result?.["text/plain"]).toContain("widget { value: 5, name: 'x' }");
  const { content } = await shared.kernel.request("comm_info_request", {
    target_name: "jupyter.widget",
  });
  expect(content["comms"]).toHaveProperty(id);
});

it("sends what the cell changes, and calls listeners", async () => {
  await make("counter", `{ esm: "", state: { count: 0, label: "" } }`);
  const run = await ok(`
    counter.on("change:count", (count) => console.log("count", count + 1));
    counter.on("change", (state) => console.log("any", state.count, state.label));
    counter.state.count = 1;
    counter.set("label", "one");
    counter.set({ count: 2, label: "two" });
    counter.set("count", 2);
    console.log(counter.get("count"), counter.state.label);
  `);
  expect(data(run.outputs)).toEqual([
    { method: "update", state: { count: 1 }, buffer_paths: [] },
    { method: "update", state: { label: "one" }, buffer_paths: [] },
    { method: "update", state: { count: 2, label: "two" }, buffer_paths: [] },
    { method: "update", state: { count: 2 }, buffer_paths: [] },
  ]);
  expect(run.stdout).toBe("count 2\nany 1 \nany 1 one\ncount 3\nany 2 two\n2 two\n");
});

it("takes what the page changes, echoes it, and tells listeners", async () => {
  const { id } = await make("slider", `{ esm: "", state: { value: 1 } }`);
  await ok(`let heard: number[] = []; slider.on("change:value", (value) => heard.push(value));`);
  const echo = await fromPage(id, { method: "update", state: { value: 7 }, buffer_paths: [] });
  expect(echo.content["data"]).toEqual({
    method: "echo_update",
    state: { value: 7 },
    buffer_paths: [],
  });
  expect((await ok(`[slider.state.value, heard]`)).result?.["text/plain"]).toBe("[ 7, [ 7 ] ]");
});

it("is heard while a cell waits", async () => {
  const { id } = await make("waited", `{ esm: "", state: { go: false } }`);
  const running = shared.kernel.start(`await new Promise<void>((done) => {
  waited.on("change:go", () => done());
  console.log("listening");
});
"gone"`);
  await running.message(({ content: printed }) => printed["text"] === "listening\n");
  await shared.kernel.send("comm_msg", {
    comm_id: id,
    data: { method: "update", state: { go: true }, buffer_paths: [] },
  });
  expect((await running.done).result?.["text/plain"]).toBe("'gone'");
});

it("carries bytes in both directions", async () => {
  const { id, run } = await make(
    "picture",
    `{ esm: "", state: { pixels: new Uint8Array([1, 2, 3]), nested: { list: [new Float32Array([0.5])] } } }`,
  );
  const opened = run.outputs.find(({ header }) => header.msg_type === "comm_open")!;
  expect(opened.content["data"]).toMatchObject({
    buffer_paths: [["pixels"], ["nested", "list", 0]],
  });
  expect([...opened.buffers[0]!]).toEqual([1, 2, 3]);
  expect(opened.buffers[1]!.byteLength).toBe(4);
  const echo = await fromPage(id, { method: "update", state: {}, buffer_paths: [["pixels"]] }, [
    new Uint8Array([9, 8]),
  ]);
  expect([...echo.buffers[0]!]).toEqual([9, 8]);
  expect((await ok(`picture.state.pixels`)).result?.["text/plain"]).toBe("Uint8Array(2) [ 9, 8 ]");
});

it("exchanges messages beside the state", async () => {
  const { id } = await make("talker", `{ esm: "" }`);
  await ok(
    `talker.on("message", (content, buffers) => talker.send({ got: content.n, bytes: buffers[0]!.length }, [new Uint8Array([4])]));`,
  );
  const answer = await fromPage(id, { method: "custom", content: { n: 3 } }, [new Uint8Array(5)]);
  expect(answer.content["data"]).toEqual({ method: "custom", content: { got: 3, bytes: 5 } });
  expect([...answer.buffers[0]!]).toEqual([4]);
});

it("tells a page that was reloaded of every widget and its state", async () => {
  const { id } = await make(
    "kept",
    `{ esm: "export default 1", state: { n: 1, raw: new Uint8Array([6]) } }`,
  );
  await ok(`kept.state.n = 2`);
  const state = await fromPage(id, { method: "request_state" });
  expect(state.content["data"]).toMatchObject({
    method: "update",
    state: { n: 2, _model_name: "AnyModel" },
  });

  await shared.kernel.send("comm_open", {
    comm_id: "control",
    target_name: "jupyter.widget.control",
    data: {},
  });
  const all = await fromPage("control", { method: "request_states" });
  const { method, states, buffer_paths } = all.content["data"] as {
    method: string;
    states: Record<string, { model_name: string; state: Record<string, unknown> }>;
    buffer_paths: unknown[][];
  };
  expect(method).toBe("update_states");
  expect(states[id]).toMatchObject({
    model_name: "AnyModel",
    model_module: "anywidget",
    state: { n: 2, _esm: "export default 1" },
  });
  const at = buffer_paths.findIndex((path) => path[0] === id);
  expect(buffer_paths[at]).toEqual([id, "state", "raw"]);
  expect([...all.buffers[at]!]).toEqual([6]);
});

it("closes on either side", async () => {
  const { id } = await make("brief", `{ esm: "", state: { n: 1 } }`);
  const closed = await ok(`brief.close(); brief`);
  expect(closed.outputs[0]).toMatchObject({
    header: { msg_type: "comm_close" },
    content: { comm_id: id },
  });
  expect(closed.result).toEqual({ "text/plain": "closed widget { n: 1 }" });
  expect((await execute(`brief.state.n = 2`)).error?.evalue).toContain("This widget is closed");
  const other = await make("other", `{ esm: "", state: { n: 1 } }`);
  await shared.kernel.send("comm_close", { comm_id: other.id, data: {} });
  expect((await execute(`other.set("n", 2)`)).error?.evalue).toContain("This widget is closed");
});

it("reads its module and style sheet from files", async () => {
  writeFileSync(join(folder, "view.js"), "export default { render() {} };\n");
  writeFileSync(join(folder, "view.css"), ".b {}\n");
  const { run } = await make(
    "filed",
    `{ esm: "./view.js", css: new URL("view.css", import.meta.url) }`,
  );
  expect(data(run.outputs, "comm_open")[0]).toMatchObject({
    state: { _esm: "export default { render() {} };\n", _css: ".b {}\n" },
  });
  const missing = await execute(`widget({ esm: "./none.js" })`);
  expect(missing.error?.evalue).toMatch(/The esm of this widget cannot be read: ENOENT.*none\.js/);
});

it("says what it takes", async () => {
  expect((await execute(`%check off\nwidget({} as any)`)).error?.evalue).toContain(
    "widget takes { esm, css, state }",
  );
  const reserved = await execute(`widget({ esm: "", state: { _esm: "x" } })`);
  expect(reserved.error?.evalue).toContain('"_esm" cannot be a name');
  const unknown = await execute(`(widget({ esm: "", state: { a: 1 } }).state as any).b = 2`);
  expect(unknown.error?.evalue).toContain("not extensible");
});

it("is typed", async () => {
  const run = await execute(
    `%check block\nwidget({ esm: "", state: { value: 1 } }).state.value = "text"`,
  );
  expect(run.error?.ename).toBe("TypeCheckError");
});
