import { describe, expect, test } from "vitest";
import { terminalHost, type TerminalStream } from "../../../lib/display/hosts/terminal.ts";
import { VirtualScreen } from "./virtual-screen.ts";

function stream(parts: Partial<TerminalStream> = {}) {
  let text = "";
  const of: TerminalStream = {
    write(part) {
      text += part;
      return true;
    },
    ...parts,
  };
  return { of, text: () => text, screen: () => new VirtualScreen(text).lines() };
}

describe("a file or a pipe", () => {
  test("gets each display's text once, and no updates", () => {
    const { of, text } = stream();
    const host = terminalHost(of);
    expect(host.interactive).toBe(false);
    host.display({ "text/plain": "one", "image/png": "…" }, { id: "a" });
    host.display({ "text/plain": "two" }, { id: "a", update: true });
    host.display({ "image/png": "…" });
    expect(text()).toBe("one\n[image/png]\n");
  });
});

describe("a TTY", () => {
  test("has a block written over in place, shorter or longer than before", () => {
    const tty = stream({ isTTY: true });
    const host = terminalHost(tty.of);
    host.print("header");
    host.redraw(["a1", "a2", "a3"]);
    host.redraw(["b1"]);
    host.redraw(["c1", "c2"]);
    expect(tty.screen()).toEqual(["header", "c1", "c2"]);
    host.print("summary");
    expect(tty.screen()).toEqual(["header", "summary"]);
  });

  test("what others print goes above the block, and nothing of it is lost", () => {
    const tty = stream({ isTTY: true });
    const host = terminalHost(tty.of);
    host.redraw(["block"]);
    tty.of.write("from an objective\n");
    host.redraw(["block 2"]);
    tty.of.write("again\n");
    expect(tty.screen()).toEqual(["from an objective", "again", "block 2"]);
    host.settle();
    tty.of.write("after\n");
    expect(tty.screen()).toEqual(["from an objective", "again", "after"]);
  });

  test("gets its own write back", () => {
    const { of } = stream({ isTTY: true });
    const write = of.write;
    const host = terminalHost(of);
    host.redraw(["x"]);
    expect(of.write).not.toBe(write);
    host.settle();
    expect(of.write).toBe(write);
  });

  test("lines are cut to its width, since one that wraps cannot be written over", () => {
    const tty = stream({ isTTY: true, columns: 10 });
    const host = terminalHost(tty.of);
    host.redraw(["0123456789abcdef"]);
    expect(tty.screen()).toEqual(["012345678"]);
  });
});
