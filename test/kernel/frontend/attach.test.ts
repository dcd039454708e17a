import { describe, expect, it } from "vitest";
import { attach } from "../../../kernel/frontend/browser/attach.ts";
import type {
  IopubMessage,
  KernelConnection,
  SessionPanel,
} from "../../../kernel/frontend/browser/jupyter.ts";
import { FIGURE_MIME } from "../../../lib/display/host.ts";

const bundle = (id: string, finished: number) => ({ [FIGURE_MIME]: { id, finished } });

/** A notebook of two cells whose kernel is this test. */
function notebook(saved: object[] = []) {
  const cells = ["first", "second"].map((id) => {
    const list: { data: Record<string, unknown> }[] = id === "second" ? (saved as never) : [];
    const outputs = {
      get length() {
        return list.length;
      },
      get: (index: number) => list[index]!,
      add: (output: object) => list.push(output as never),
      set: (index: number, output: object) => void (list[index] = output as never),
    };
    return { list, model: { id, outputs } };
  });
  const slots = new Set<(sender: never, message: IopubMessage) => void>();
  const comm = { isDisposed: false, onMsg: (_message: unknown) => {}, closed: 0, opened: {} };
  const kernel = {
    name: "tunebook",
    info: Promise.resolve({}),
    createComm: () =>
      Object.assign(comm, {
        open: (data: object) => (comm.opened = data),
        send: () => {},
        close: () => comm.closed++,
      }),
  } as unknown as KernelConnection;
  const sessionContext = {
    session: { kernel },
    iopubMessage: {
      connect: (slot: never) => slots.add(slot),
      disconnect: (slot: never) => slots.delete(slot),
    },
  };
  const panel = { content: { widgets: cells }, sessionContext } as unknown as SessionPanel;
  const reply = (panels: object[]) => comm.onMsg({ content: { data: { panels } } });
  const publish = (type: string, id: string, data: object) => {
    for (const slot of slots)
      slot(undefined as never, {
        header: { msg_type: type },
        content: { data: data as never, transient: { display_id: id } },
      });
  };
  return { panel, kernel, comm, cells, slots, sessionContext, reply, publish };
}

describe("a page that comes while a study runs", () => {
  it("puts the panel into the cell that runs, and later states in its place", () => {
    const { panel, kernel, comm, cells, reply, publish } = notebook();
    attach(panel, kernel);
    expect(comm.opened).toEqual({ attach: true });
    reply([{ id: "p", cell: "second", data: bundle("p", 3) }]);
    expect(comm.closed).toBe(1);
    publish("update_display_data", "p", bundle("p", 4));
    publish("update_display_data", "another", bundle("another", 9));
    publish("display_data", "p", bundle("p", 9));
    const [first, second] = cells;
    expect(first!.list).toEqual([]);
    expect(second!.list).toEqual([
      { output_type: "display_data", data: bundle("p", 4), metadata: {} },
    ]);
  });

  it("takes the place of the state that was saved, among the cell's other outputs", () => {
    const saved = [{ data: { "text/plain": "a line" } }, { data: bundle("p", 1) }];
    const { panel, kernel, cells, reply } = notebook(saved);
    attach(panel, kernel);
    reply([{ id: "p", cell: "second", data: bundle("p", 5) }]);
    expect(cells[1]!.list.map(({ data }) => data)).toEqual([
      { "text/plain": "a line" },
      bundle("p", 5),
    ]);
  });

  it("leaves a cell alone that was cleared or run anew since, and a cell that is gone", () => {
    const { panel, kernel, cells, reply, publish } = notebook();
    attach(panel, kernel);
    reply([
      { id: "p", cell: "second", data: bundle("p", 3) },
      { id: "q", cell: "deleted", data: bundle("q", 3) },
    ]);
    cells[1]!.list.length = 0;
    publish("update_display_data", "p", bundle("p", 4));
    expect(cells.flatMap(({ list }) => list)).toEqual([]);
  });

  it("hears no more of a kernel that the page has no longer", () => {
    const { panel, kernel, cells, slots, sessionContext, reply, publish } = notebook();
    attach(panel, kernel);
    reply([{ id: "p", cell: "second", data: bundle("p", 3) }]);
    sessionContext.session = { kernel: {} as KernelConnection };
    publish("update_display_data", "p", bundle("p", 4));
    expect(cells[1]!.list[0]!.data).toEqual(bundle("p", 3));
    expect(slots.size).toBe(0);
  });

  it("asks nothing where there are no cells, as in a console", () => {
    const { kernel, comm } = notebook();
    attach({ sessionContext: {} } as SessionPanel, kernel);
    expect(comm.opened).toEqual({});
  });
});
