/** Much output, late output and output from many places: nothing lost, nothing moved, nothing in another's cell. */
import { expect, test } from "vitest";
import type { Message } from "../../kernel/wire/message.ts";
import { startKernel } from "./support/kernel-client.ts";

const number = (count: number, make: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => make(index)).join("");

/** Outputs as one text: `e` before what came on stderr, displays as `<text>`. */
const inOrder = (outputs: Message[]) =>
  outputs
    .map(({ header, content }) => {
      if (header.msg_type === "stream") return String(content["text"]);
      const data = content["data"] as Record<string, string> | undefined;
      return header.msg_type === "display_data" ? `<${data?.["text/plain"]}>` : header.msg_type;
    })
    .join("");

test("100,000 lines arrive byte for byte under their cell, before its idle", async () => {
  await using kernel = await startKernel();
  const run = await kernel.execute(
    `for (let i = 0; i < 100_000; i++) console.log("line " + i + " é😀");`,
  );
  expect(run.status).toBe("ok");
  // Compared by hand: the difference of two such texts would be unreadable.
  expect(run.stdout === number(100_000, (i) => `line ${i} é😀\n`)).toBe(true);
  expect(run.stderr).toBe("");
  expect(run.messages.at(-1)?.content).toEqual({ execution_state: "idle" });
  // Far fewer messages than lines: front ends have to draw each.
  expect(run.messages.length).toBeLessThan(10_000);
});

test("a long text in one write arrives in pieces that end within no character and no line's end", async () => {
  await using kernel = await startKernel();
  await kernel.execute(`const cut = 2 ** 18;`);
  for (const [made, text] of [
    [`"a".repeat(cut - 1) + "😀".repeat(cut)`, "a".repeat(2 ** 18 - 1) + "😀".repeat(2 ** 18)],
    [`"\\r\\n".repeat(cut) + "\\ud83d"`, "\r\n".repeat(2 ** 18) + "\ud83d"],
    [`("b" + "\\r\\n".repeat(cut))`, "b" + "\r\n".repeat(2 ** 18)],
  ]) {
    const run = await kernel.execute(`void process.stdout.write(${made}); console.error("end");`);
    const pieces = run.outputs.filter(({ content }) => content["name"] === "stdout");
    expect(pieces.length).toBeGreaterThan(1);
    const texts = pieces.map(({ content }) => String(content["text"]));
    expect(texts.join("") === text).toBe(true);
    for (const piece of texts.slice(0, -1)) expect(piece).not.toMatch(/[\r\ud800-\udbff]$/);
    expect(run.outputs.at(-1)?.content).toEqual({ name: "stderr", text: "end\n" });
  }
});

test("100,000 lines among errors and displays keep their order", async () => {
  await using kernel = await startKernel();
  const run = await kernel.execute(
    `for (let i = 0; i < 100_000; i++) {
       console.log("o" + i);
       if (i % 100 === 0) console.error("e" + i);
       if (i % 1000 === 0) host.display({ "text/plain": String(i) });
     }`.replace("for", `const host = (globalThis as any)[Symbol.for("tunebook.host")];\nfor`),
  );
  expect(run.error).toBeUndefined();
  const expected = number(
    100_000,
    (i) => `o${i}\n${i % 100 === 0 ? `e${i}\n` : ""}${i % 1000 === 0 ? `<${i}>` : ""}`,
  );
  expect(inOrder(run.outputs) === expected).toBe(true);
  expect(run.stderr === number(1000, (i) => `e${i * 100}\n`)).toBe(true);
});

test("2,000 updates of a figure of 50 KB all arrive, in order, the last one last", async () => {
  await using kernel = await startKernel();
  const run = await kernel.execute(`
    const host = (globalThis as any)[Symbol.for("tunebook.host")];
    const points = Array.from({ length: 5000 }, (_, i) => i * 1.000001);
    for (let i = 0; i < 2000; i++) {
      const figure = { data: [{ y: points, name: "update " + i }] };
      host.display({ "application/vnd.plotly.v1+json": figure, "text/plain": "figure " + i }, { id: "figure", update: i > 0 });
      if (i % 50 === 0) await null;
    }`);
  expect(run.error).toBeUndefined();
  const shown = run.outputs.map(
    ({ content }) => (content["data"] as Record<string, unknown>)["text/plain"],
  );
  expect(shown).toEqual(Array.from({ length: 2000 }, (_, i) => `figure ${i}`));
  const last = run.outputs.at(-1)?.content["data"] as Record<string, { data: { y: number[] }[] }>;
  const figure = last["application/vnd.plotly.v1+json"];
  expect(figure?.data[0]).toMatchObject({ name: "update 1999" });
  expect(JSON.stringify(figure).length).toBeGreaterThan(50_000);
});

test("eight kernels side by side keep their output to themselves", async () => {
  const kernels = await Promise.all(Array.from({ length: 8 }, () => startKernel()));
  try {
    const runs = await Promise.all(
      kernels.map((kernel, which) =>
        kernel.execute(
          `%check off\nfor (let i = 0; i < 5000; i++) console.log("kernel ${which} line " + i); ${which}`,
        ),
      ),
    );
    runs.forEach((run, which) => {
      expect(run.stdout === number(5000, (i) => `kernel ${which} line ${i}\n`)).toBe(true);
      expect(run.result?.["text/plain"]).toBe(String(which));
    });
  } finally {
    await Promise.all(kernels.map((kernel) => kernel[Symbol.asyncDispose]()));
  }
});

test("a child process that prints while displays are sent loses no line and no order", async () => {
  await using kernel = await startKernel();
  const run = await kernel.execute(`
    import { spawn } from "node:child_process";
    const script = "for (let i = 0; i < 2000; i++) console.log('child ' + i)";
    const child = spawn(process.execPath, ["-e", script], { stdio: "inherit" });
    let open = true;
    child.on("exit", () => { open = false; });
    let i = 0;
    while (open) { display("display " + i++); await new Promise((r) => setTimeout(r, 1)); }
    console.log("after");
    i`);
  expect(run.error).toBeUndefined();
  expect(run.stdout === number(2000, (i) => `child ${i}\n`) + "after\n").toBe(true);
  const displays = run.outputs.filter(({ header }) => header.msg_type === "display_data");
  expect(String(displays.length)).toBe(run.result?.["text/plain"]);
  expect(inOrder(run.outputs.slice(-2))).toBe("after\nexecute_result");
});

test("prints, displays, updates and errors of a cell that has ended go to it, though others ran since", async () => {
  await using kernel = await startKernel();
  const first = kernel.start(`
    let late = () => {};
    let over = false;
    const shown = display("first");
    const poll = setInterval(() => {
      if (!over) return;
      clearInterval(poll);
      console.log("printed");
      display("displayed");
      shown.update("updated");
      throw new RangeError("thrown");
    }, 1);`);
  await first.done;
  await kernel.execute("console.log('second')");
  const error = kernel.next((_channel, { header }) => header.msg_type === "error");
  const third = await kernel.execute("over = true; await new Promise((r) => setTimeout(r, 50)); 3");
  await error;
  expect(third.outputs.map(({ header }) => header.msg_type)).toEqual(["execute_result"]);
  const own = kernel.published.filter(({ parent }) => parent.msg_id === first.id);
  const afterIdle = own.slice(
    own.findIndex(({ content }) => content["execution_state"] === "idle") + 1,
  );
  expect(afterIdle.map(({ header }) => header.msg_type)).toEqual([
    "stream",
    "display_data",
    "update_display_data",
    "error",
  ]);
  const [stream, , update, thrown] = afterIdle.map(({ content }) => content);
  expect(stream).toEqual({ name: "stdout", text: "printed\n" });
  expect(update?.["data"]).toMatchObject({ "text/plain": "'updated'" });
  expect(thrown).toMatchObject({ ename: "RangeError", evalue: "thrown" });
  expect((thrown!["traceback"] as string[]).join("\n")).toMatch(/Cell \[1\]:11:\d+/);
});

test("a front end that goes in the midst of a reply takes nothing from another", async () => {
  await using kernel = await startKernel();
  const leaving = await kernel.join("leaving");
  const begun = leaving.next((_channel, { content }) => content["name"] === "stdout");
  const ended = kernel.next(
    (_channel, { content, parent }) =>
      content["execution_state"] === "idle" && parent.msg_id === running.id,
  );
  const running = leaving.start(
    `for (let i = 0; i < 20_000; i++) { console.log("line " + i); if (i % 100 === 0) await new Promise((r) => setTimeout(r, 0)); }`,
  );
  await begun;
  leaving.leave();
  await ended;
  const text = kernel.published
    .filter(({ parent, header }) => parent.msg_id === running.id && header.msg_type === "stream")
    .map(({ content }) => content["text"])
    .join("");
  expect(text === number(20_000, (i) => `line ${i}\n`)).toBe(true);
  expect((await kernel.execute("1 + 1")).result?.["text/plain"]).toBe("2");
});
