import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { startKernel } from "./support/kernel-client.ts";

const deaths: [string, string, RegExp][] = [
  ["process.exit", "process.exit(3);", /code 3/],
  ["SIGKILL", "process.kill(process.pid, 'SIGKILL'); await new Promise(() => {});", /SIGKILL/],
  [
    "exhausted memory",
    "const held: number[][] = []; while (true) held.push(new Array(1_000_000).fill(0.5));",
    /memory/,
  ],
];

test.each(deaths)(
  "%s ends the cell with what happened and what is lost, and the next cell runs",
  async (_what, code, reason) => {
    await using kernel = await startKernel({ env: { NODE_OPTIONS: "--max-old-space-size=256" } });
    await kernel.execute("let before = 1;");
    const running = kernel.start(
      `for (let i = 0; i < 1000; i++) console.log("line " + i);\n${code}`,
    );
    const waiting = kernel.start("console.log('never')");
    const run = await running.done;
    expect(run.stdout).toBe(Array.from({ length: 1000 }, (_, i) => `line ${i}\n`).join(""));
    expect(run.error?.ename).toBe("RuntimeDied");
    expect(run.error?.evalue).toMatch(reason);
    expect(run.error?.evalue).toMatch(/Variables are lost/);
    expect(run.error?.evalue).toMatch(/trials/);
    expect(run.outputs.at(-1)?.header.msg_type).toBe("error");
    expect((await waiting.done).status).toBe("aborted");

    // The compiler forgot the name as well.
    expect((await kernel.execute("before")).error?.ename).toBe("TypeCheckError");
    const after = await kernel.execute("%check off\ntypeof before");
    expect(after.result?.["text/plain"]).toBe("'undefined'");
    expect((await kernel.execute("let before = 2; before")).result?.["text/plain"]).toBe("2");
  },
);

test("a runtime that dies between cells is told under the latest cell, and the next cell runs", async () => {
  await using kernel = await startKernel();
  const first = kernel.start("setTimeout(() => process.exit(7), 200);");
  const told = kernel.next(
    (_channel, { header, content }) => header.msg_type === "stream" && content["name"] === "stderr",
  );
  await first.done;
  const notice = await told;
  expect(notice.parent.msg_id).toBe(first.id);
  expect(notice.content["text"]).toMatch(/code 7/);
  expect((await kernel.execute("1 + 1")).result?.["text/plain"]).toBe("2");
});

test("when the language server dies cells go on, and type errors are found again", async () => {
  await using kernel = await startKernel();
  await kernel.execute("const before: number = 1;");
  const servers = execFileSync("ps", ["-eo", "pid=,ppid=,args="], { encoding: "utf8" })
    .split("\n")
    .map((line) => /^\s*(\d+)\s+(\d+)\s.*--lsp/.exec(line))
    .filter((match) => Number(match?.[2]) === kernel.pid);
  expect(servers).toHaveLength(1);
  process.kill(Number(servers[0]?.[1]), "SIGKILL");
  expect((await kernel.execute("before + 1")).result?.["text/plain"]).toBe("2");
  // The new server knows the cells that ran before it.
  const wrong = await kernel.execute("const text: string = before;");
  expect(wrong.error?.ename).toBe("TypeCheckError");
});
