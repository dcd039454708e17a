/** Subshells as JupyterLab uses them, in a real browser: for every comm, and for a console of their own. */
import { beforeAll, describe, expect, test } from "vitest";
import { installedJupyter } from "../support/installed-jupyter.ts";
import { browserPath, type NotebookPage } from "../support/jupyter-lab.ts";
import { python } from "../support/run.ts";

/** What the test uses of JupyterLab's connection to a kernel (`@jupyterlab/services`). */
interface LabKernel {
  supportsSubshells: boolean;
  createComm(target: string): {
    subshellId: string | null;
    subshellStarted: Promise<void>;
    onMsg: (message: { content: { data: unknown } }) => void;
    open(data?: unknown): unknown;
    send(data: unknown): unknown;
    close(): { done: Promise<unknown> };
  };
  requestListSubshell(content: object): { done: Promise<{ content: { subshell_id: string[] } }> };
  requestExecute(content: object): { done: Promise<{ content: { status: string } }> };
  clone(): LabKernel & { subshellId: string | null };
  requestCreateSubshell(content: object): { done: Promise<{ content: { subshell_id: string } }> };
}

interface LabWindow {
  jupyterapp: {
    shell: { currentWidget: { sessionContext: { session: { kernel: LabKernel } } } };
  };
}

describe.skipIf(!python || !browserPath)("in JupyterLab (needs Chromium and Jupyter)", () => {
  const jupyter = installedJupyter();
  let notebook: NotebookPage;

  beforeAll(async () => {
    // The cell ends only when something reaches it while it waits.
    const waits = `let heard: (word: string) => void = () => {};
      comms.register("lab.echo", (comm) => comm.onMessage((data) => { comm.send(data.word + "!"); heard(data.word); }));
      console.log(await new Promise<string>((resolve) => { heard = resolve; }));`;
    notebook = await jupyter.open("comms.ipynb", [waits]);
  });

  test("a comm of the page goes over a subshell, reaches a cell that waits, and takes the subshell with it", async () => {
    const running = notebook.startAll();
    const seen = await notebook.page.evaluate(async () => {
      const app = (globalThis as unknown as LabWindow).jupyterapp;
      const { kernel } = app.shell.currentWidget.sessionContext.session;
      const list = async () => (await kernel.requestListSubshell({}).done).content.subshell_id;
      const comm = kernel.createComm("lab.echo");
      await comm.subshellStarted;
      const { subshellId } = comm;
      const listed = (await list()).includes(subshellId as string);
      // Until the cell has registered its target the comm is closed again: ask once more.
      const answer = await new Promise((resolve) => {
        const again = () => {
          const attempt = kernel.createComm("lab.echo");
          attempt.onMsg = ({ content }) => {
            clearInterval(asking);
            attempt.close();
            resolve(content.data);
          };
          attempt.open();
          attempt.send({ word: "over a subshell" });
        };
        const asking = setInterval(again, 250);
        again();
      });
      return { supports: kernel.supportsSubshells, subshellId, listed, answer };
    });
    expect(seen).toEqual({
      supports: true,
      subshellId: expect.any(String),
      listed: true,
      answer: "over a subshell!",
    });
    await running.done;
    const [cell] = await notebook.cells();
    expect(cell?.outputs).toMatchObject([{ name: "stdout", text: "over a subshell\n" }]);
  });

  test("a second connection with a subshell of its own, as its console has it, runs a cell while the notebook waits", async () => {
    const status = await notebook.page.evaluate(async () => {
      const app = (globalThis as unknown as LabWindow).jupyterapp;
      const { kernel } = app.shell.currentWidget.sessionContext.session;
      const waits = kernel.requestExecute({
        code: "await new Promise<void>((resolve) => { (globalThis as any).goOn = resolve; })",
      });
      const second = kernel.clone();
      const { content } = await kernel.requestCreateSubshell({}).done;
      second.subshellId = content.subshell_id;
      // The two connections are not in step: the console's cell waits for the notebook's.
      const code = `while (!("goOn" in globalThis)) await new Promise((r) => setTimeout(r, 5)); (globalThis as any).goOn()`;
      const other = await second.requestExecute({ code }).done;
      return [other.content.status, (await waits.done).content.status];
    });
    expect(status).toEqual(["ok", "ok"]);
  });
});
