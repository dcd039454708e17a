// What a console in a terminal, which prints each display once and passes over its updates, is told at the end
// of a cell; and that nobody else is told it twice.
import { afterAll, beforeAll, expect, it } from "vitest";
import type { MimeBundle } from "../../lib/display/host.ts";
import { type KernelClient, type Run, startKernel } from "./support/kernel-client.ts";

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await startKernel();
});
afterAll(() => kernel?.[Symbol.asyncDispose]());

/** The text of each output that such a console prints. */
const printed = ({ outputs }: Run): unknown[] =>
  outputs
    .filter(({ header }) => !["update_display_data", "error"].includes(header.msg_type))
    .map(({ content }) => content["text"] ?? (content["data"] as MimeBundle)["text/plain"]);

const UPDATES = `
  const place = display.mime({ "text/plain": "0 of 2" });
  const host = (globalThis as any)[Symbol.for("tunebook.host")];
  host.display({ "text/plain": "still" }, { id: "still" });
  host.display({ "text/plain": "still" }, { id: "still", update: true });
  host.display({ "text/html": "<b>1</b>" }, { id: "mute" });
  host.display({ "text/html": "<b>2</b>" }, { id: "mute", update: true });
  host.display({ "text/plain": "1 of 2" }, { id: place.id, update: true });
  host.display({ "text/plain": "2 of 2" }, { id: place.id, update: true });
  console.log("printed");
  "result"
`;

it("is nothing for a front end that never asked whether a text is complete", async () => {
  expect(printed(await kernel.execute(`{${UPDATES}}\n"result"`))).toEqual([
    "0 of 2",
    "still",
    undefined,
    "printed\n",
    "'result'",
  ]);
});

it("is the last text of each display that changed, before the result", async () => {
  await kernel.request("is_complete_request", { code: "1" });
  const run = await kernel.execute(UPDATES);
  const last = ["0 of 2", "still", undefined, "printed\n", "2 of 2", "'result'"];
  expect(printed(run)).toEqual(last);
  const { content } = run.outputs.at(-2)!;
  expect(content).toEqual({ data: { "text/plain": "2 of 2" }, metadata: {}, transient: {} });
});

it("is told before an error, of a display of an earlier cell too, and not of one that was cleared", async () => {
  const run = await kernel.execute(
    `host.display({ "text/plain": "3 of 2" }, { id: place.id, update: true }); throw new Error("no");`,
  );
  expect(run.outputs.map(({ header }) => header.msg_type)).toEqual([
    "update_display_data",
    "display_data",
    "error",
  ]);
  expect(printed(run)[0]).toBe("3 of 2");
  const cleared = await kernel.execute(
    `host.display({ "text/plain": "a" }, { id: "c" }); host.display({ "text/plain": "b" }, { id: "c", update: true }); host.clear();`,
  );
  expect(cleared.outputs.at(-1)?.header.msg_type).toBe("clear_output");
});

it("is nothing where the front end names its cells, as all with a page do", async () => {
  const run = await kernel.execute(
    `host.display({ "text/plain": "4 of 2" }, { id: place.id, update: true });`,
    { metadata: { cellId: "a" } },
  );
  expect(printed(run)).toEqual([]);
});

it("is nothing that is captured", async () => {
  const run = await kernel.execute(
    `%%capture kept\nhost.display({ "text/plain": "5 of 2" }, { id: place.id, update: true });`,
  );
  expect(run.error).toBeUndefined();
  expect(printed(run)).toEqual([]);
});
