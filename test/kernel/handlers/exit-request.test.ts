import { describe, expect, it } from "vitest";
import { exitRequest } from "../../../kernel/handlers/execution/exit-request.ts";

describe("a cell that asks a console to end", () => {
  it("is exit or quit, called or not, and nothing else", () => {
    for (const cell of ["exit", "quit", "exit()", " quit( ) ;\n"]) {
      expect(exitRequest(cell, new Map())).toEqual({ source: "ask_exit", keepkernel: false });
    }
    for (const cell of ["exits", "exit; 1", "process.exit()", "exit(1)", "", "quit = 1"]) {
      expect(exitRequest(cell, new Map())).toBeUndefined();
    }
  });

  it("is none where the user has named something so", () => {
    expect(exitRequest("exit", new Map([["exit", "const"]]))).toBeUndefined();
  });
});
