// When a notebook gets its loader: once, and again when the cell that holds it has lost it; never with a
// front end that has said that it draws.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FIGURE_MIME, type MimeBundle } from "../../lib/display/host.ts";
import { type KernelClient, type Run, startKernel } from "./support/kernel-client.ts";

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await startKernel();
  await run("first", `import { float, openStudy, plots } from "tunebook";`);
  await run("study", `const study = await openStudy({ space: { x: float(0, 1) } });`);
});
afterAll(() => kernel?.[Symbol.asyncDispose]());

const run = (cellId: string, code: string, metadata: object = {}) =>
  kernel.execute(code, { metadata: { cellId, ...metadata } });
const draw = (cellId: string, metadata?: object) => run(cellId, "plots.history(study)", metadata);

/** How many loaders a cell was given. */
function loaders({ outputs }: Run): number {
  return outputs.filter(({ content }) => {
    const data = content["data"] as MimeBundle | undefined;
    return String(data?.["text/html"]).includes("DecompressionStream");
  }).length;
}

describe("the loader", () => {
  it("comes with the first figure, in an output of its own before it", async () => {
    const drawn = await draw("a");
    expect(loaders(drawn)).toBe(1);
    expect(drawn.result?.[FIGURE_MIME]).toBeDefined();
    expect(drawn.outputs[0]?.header.msg_type).toBe("display_data");
    expect(loaders(await draw("b"))).toBe(0);
  });

  it("comes again with the next figure after its cell was run again without one", async () => {
    expect(loaders(await run("a", "1"))).toBe(0);
    expect(loaders(await draw("c"))).toBe(1);
    expect(loaders(await draw("b"))).toBe(0);
  });

  it("comes again with the cell that holds it", async () => {
    expect(loaders(await draw("c"))).toBe(1);
  });

  it("comes again after its cell was deleted, and not after another was", async () => {
    expect(loaders(await draw("b", { deletedCells: ["a"] }))).toBe(0);
    expect(loaders(await run("b", "1", { deletedCells: ["c"] }))).toBe(0);
    expect(loaders(await draw("d"))).toBe(1);
  });

  it("comes again after its cell has cleared its output", async () => {
    const host = `(globalThis as any)[Symbol.for("tunebook.host")]`;
    expect(loaders(await run("d", `await plots.history(study).show(); ${host}.clear();`))).toBe(1);
    expect(loaders(await draw("b"))).toBe(1);
  });

  it("draws a panel by scripts of an output beside it, which one that names no cell does not get", async () => {
    const optimize = "await study.optimize(({ params }) => params.x, { more: 3 });";
    const displayed = ({ outputs }: Run) =>
      outputs.filter(({ header }) => header.msg_type === "display_data").length;
    expect(displayed(await run("study", optimize))).toBe(2);
    const saved = await kernel.execute(optimize);
    expect(displayed(saved)).toBe(1);
    const last = saved.outputs.at(-1)?.content["data"] as MimeBundle;
    expect(Object.keys(last).toSorted()).toEqual(
      [FIGURE_MIME, "image/png", "text/html", "text/plain"].toSorted(),
    );
  });

  it("does not come once a front end has said that it draws", async () => {
    await kernel.send("comm_open", {
      comm_id: "front",
      target_name: "tunebook.frontend",
      data: {},
    });
    const drawn = await draw("b");
    expect(loaders(drawn)).toBe(0);
    expect(String(drawn.result?.["text/html"])).not.toContain("<script");
  });
});
