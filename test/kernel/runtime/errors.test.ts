import { describe, expect, it, onTestFinished, vi } from "vitest";
import { describeDeath, describeFailedStart } from "../../../kernel/runtime/death.ts";
import { codeFrame, describeError } from "../../../kernel/runtime/errors.ts";

describe("describing what was thrown", () => {
  it("takes name, message and stack of an error, also when they were changed later", () => {
    const error = new Error("before");
    error.name = "Renamed";
    error.message = "after";
    const { ename, evalue, traceback } = describeError(error);
    expect([ename, evalue, traceback[0]]).toEqual(["Renamed", "after", "Renamed: after"]);
    expect(traceback.filter((line) => line.includes("before"))).toEqual([]);
  });

  it("names a cell's bindings as the user wrote them, not as the box that holds them", () => {
    const said = ["tuners$.v.cmaes is not a function", "(0 , f$.v) is not a function", "a$.value"];
    expect(said.map((message) => describeError(new TypeError(message)).evalue)).toEqual([
      "tuners.cmaes is not a function",
      "f is not a function",
      "a$.value",
    ]);
    expect(describeError(new TypeError(said[0])).traceback[0]).not.toContain("$.v");
  });

  it("counts equal frames, as of a function that calls itself without end", () => {
    const frames = (count: number) => [
      "RangeError: deep",
      ...Array.from({ length: count }, () => "    at rec (Cell [1]:1:25)"),
      "    at Cell [1]:1:33",
    ];
    const shown = (count: number) => {
      const error = new RangeError("deep");
      error.stack = frames(count).join("\n");
      return describeError(error).traceback;
    };
    expect(shown(40)).toEqual([
      ...frames(3).slice(0, 4),
      "    … 37 times the same",
      "    at Cell [1]:1:33",
    ]);
    expect(shown(4)).toEqual(frames(4));
  });

  it("says of hosts and addresses what to look at", () => {
    const shown = (carried: object) =>
      describeError(Object.assign(new Error("failed"), carried)).traceback.at(-1);
    expect(shown({ code: "ENOTFOUND", hostname: "a.invalid" })).toBe(
      "No host a.invalid was found: its name is misspelt, or there is no network.",
    );
    expect(shown({ code: "ECONNREFUSED", address: "127.0.0.1", port: 9 })).toBe(
      "Nothing answers at 127.0.0.1:9: no server runs there, or it listens elsewhere.",
    );
    expect(shown({ code: "ERR_INVALID_URL", input: "data.csv" })).toContain('readFile("data.csv"');
    expect(shown({ code: "ERR_INVALID_URL", input: "http:// x" })).toContain("http:// x");
  });

  it("shows what an error carries", () => {
    const error = Object.assign(new Error("no file"), { code: "ENOENT", path: "/x" });
    expect(describeError(error).traceback.join("\n")).toContain("{ code: 'ENOENT', path: '/x' }");
  });

  it("shows nothing beside the message of an error that the library made, unless all of it is wanted", () => {
    const error = Object.assign(new Error("no such parameter"), { path: "x" });
    const library = new URL("../../../lib/space/compile.ts", import.meta.url).href;
    error.stack = `Error: no such parameter\n    at compile (${library}:1:2)\n    at Cell [1]:1:2`;
    expect(describeError(error).traceback.join("\n")).not.toContain("{ path: 'x' }");
    vi.stubEnv("TUNEBOOK_TRACEBACK", "full");
    onTestFinished(() => void vi.unstubAllEnvs());
    expect(describeError(error).traceback.join("\n")).toContain("{ path: 'x' }");
  });

  it("says where a relative path began that leads to nothing", () => {
    const said = (code: string, path: string) =>
      describeError(Object.assign(new Error("x"), { code, path })).traceback.join("\n");
    const hint = `The path starts at ${process.cwd()}; %cd changes`;
    expect(said("ENOENT", "train.csv")).toContain(hint);
    expect(said("ENOENT", "/train.csv")).not.toContain("The path starts");
    expect(said("EACCES", "train.csv")).not.toContain("The path starts");
  });

  it("ends on causes that go round", () => {
    const error = new Error("a");
    error.cause = new Error("b", { cause: error });
    expect(describeError(error).traceback.join("\n")).toContain("Caused by: [circular]");
  });

  it("describes anything, and never throws", () => {
    for (const thrown of [undefined, null, 0, "text", Symbol("s"), {}, () => {}]) {
      expect(describeError(thrown).ename).toBe("Uncaught");
    }
    const hostile = new Error("x");
    Object.defineProperty(hostile, "stack", {
      get() {
        throw new Error("no stack for you");
      },
    });
    expect(describeError(hostile).evalue).toContain("cannot be shown");
    expect(describeError(new Proxy(new Error("p"), {})).evalue).toBe("p");
  });
});

describe("the picture of a line", () => {
  it("keeps tabs, so that the caret stands below its column", () => {
    expect(codeFrame({ text: "one\n\tf(x)\nthree\nfour\nfive", line: 2, column: 2 })).toBe(
      "  1 | one\n> 2 | \tf(x)\n    | \t^\n  3 | three\n  4 | four",
    );
  });

  it("aligns the numbers of lines", () => {
    const text = Array.from({ length: 12 }, (_, line) => `l${line + 1}`).join("\n");
    expect(codeFrame({ text, line: 9, column: 1 }).split("\n")[0]).toBe("   7 | l7");
  });
});

describe("the words of a death", () => {
  it("say the cause, the remedy and what is lost", () => {
    expect(describeDeath(3, null, "").message).toMatch(/exit code 3.*Variables are lost.*trials/);
    expect(describeDeath(null, "SIGSEGV", "").message).toContain("crashed (SIGSEGV)");
    expect(describeDeath(134, null, "").message).toContain("crashed (exit code 134)");
    expect(describeDeath(null, "SIGABRT", "<--- Last few GCs --->").message).toMatch(
      /out of memory \(SIGABRT\).*NODE_OPTIONS=--max-old-space-size/,
    );
    expect(describeFailedStart(9, null, "node: bad option\n").message).toBe(
      "The process that runs the cells ended while it started (exit code 9); it said:\nnode: bad option",
    );
  });
});
