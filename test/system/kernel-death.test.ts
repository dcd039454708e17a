import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { type KernelClient, startKernel } from "./support/kernel-client.ts";
import { root } from "./support/run.ts";

/** Where a test leaves a file that a cell waits for. */
const folder = mkdtempSync(join(tmpdir(), "tunebook-death-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const deaths: [string, string, RegExp][] = [
  ["process.exit", "process.exit(3);", /code 3/],
  ["process.abort", "process.abort();", /crashed \(SIGABRT\)/],
  ["SIGKILL", "process.kill(process.pid, 'SIGKILL'); await new Promise(() => {});", /SIGKILL/],
  [
    "exhausted memory",
    "const held: number[][] = []; while (true) held.push(new Array(1_000_000).fill(0.5));",
    /memory/,
  ],
];

/** How many of the published messages say so. */
function tellings(kernel: KernelClient, what: RegExp): number {
  return kernel.published.filter(({ content }) => what.test(JSON.stringify(content))).length;
}

test.each(deaths)(
  "%s ends the cell with what happened and what is lost, and the next cell runs",
  async (_what, code, reason) => {
    await using kernel = await startKernel({ env: { NODE_OPTIONS: "--max-old-space-size=256" } });
    await kernel.execute("let before = 1;");
    const asked = kernel.next((channel) => channel === "stdin");
    const running = kernel.start(
      `prompt("go on?"); for (let i = 0; i < 1000; i++) console.log("line " + i);\n${code}`,
      { onInput: () => undefined },
    );
    await asked;
    const waiting = kernel.start("console.log('never')");
    // Once this is answered the cell before it waits in the queue.
    await kernel.request("kernel_info_request");
    kernel.answer("yes");
    const run = await running.done;
    expect(run.stdout).toBe(Array.from({ length: 1000 }, (_, i) => `line ${i}\n`).join(""));
    expect(run.error?.ename).toBe("RuntimeDied");
    expect(run.error?.evalue).toMatch(reason);
    expect(run.error?.evalue).toMatch(/Variables are lost/);
    expect(run.error?.evalue).toMatch(/trials/);
    expect(run.outputs.at(-1)?.header.msg_type).toBe("error");
    expect(tellings(kernel, /Variables are lost/)).toBe(1);
    // A console and nbclient print the log as well.
    expect(kernel.log).not.toMatch(/Variables are lost/);
    expect((await waiting.done).status).toBe("aborted");

    // The compiler forgot the name as well.
    expect((await kernel.execute("before")).error?.ename).toBe("TypeCheckError");
    const after = await kernel.execute("%check off\ntypeof before");
    expect(after.result?.["text/plain"]).toBe("'undefined'");
    expect((await kernel.execute("let before = 2; before")).result?.["text/plain"]).toBe("2");
  },
);

test("a runtime that dies between cells is told under the latest cell, and the next cell runs", async () => {
  await using kernel = await startKernel({ cwd: folder });
  const go = join(folder, "between-cells");
  const first = kernel.start(
    `import { existsSync } from "node:fs"; setInterval(() => existsSync("${go}") && process.exit(7), 5);`,
  );
  const told = kernel.next(
    (_channel, { header, content }) => header.msg_type === "stream" && content["name"] === "stderr",
  );
  await first.done;
  writeFileSync(go, "");
  const notice = await told;
  expect(notice.parent.msg_id).toBe(first.id);
  expect(notice.content["text"]).toMatch(/code 7/);
  expect(kernel.log).not.toMatch(/code 7/);
  expect((await kernel.execute("1 + 1")).result?.["text/plain"]).toBe("2");
});

test("a runtime that is killed while a cell computes is told in that cell", async () => {
  await using kernel = await startKernel();
  const running = kernel.start("console.log(process.pid); while (true) {}");
  const printed = await running.message(({ header }) => header.msg_type === "stream");
  process.kill(Number(printed.content["text"]), "SIGKILL");
  const run = await running.done;
  expect(run.error?.evalue).toMatch(/SIGKILL/);
  expect(tellings(kernel, /Variables are lost/)).toBe(1);
  expect((await kernel.execute("1 + 1")).result?.["text/plain"]).toBe("2");
});

test("a runtime that dies while a process of its own prints leaves that process's lines in no other cell", async () => {
  await using kernel = await startKernel({ cwd: folder });
  const go = join(folder, "while-it-prints");
  const running = kernel.start(`
    import { spawn } from "node:child_process";
    import { existsSync } from "node:fs";
    spawn("sh", ["-c", "while echo subordinate; do sleep 0.01; done"], { stdio: "inherit" });
    setInterval(() => existsSync("${go}") && process.exit(5), 5);
    await new Promise(() => {});`);
  await running.message(({ header }) => header.msg_type === "stream");
  writeFileSync(go, "");
  const run = await running.done;
  expect(run.stdout).toMatch(/^(subordinate\n)+$/);
  expect(run.error?.evalue).toMatch(/code 5/);
  for (let cell = 0; cell < 5; cell++) {
    const next = await kernel.execute("await new Promise((r) => setTimeout(r, 20)); 1 + 1");
    expect(next.result?.["text/plain"]).toBe("2");
    expect(next.stdout).toBe("");
  }
  expect(tellings(kernel, /Variables are lost/)).toBe(1);
});

test("memory that runs out outside the heap is told, and the next cell runs", async () => {
  // The limit is the kernel's, so that no other process of the machine has to do with it.
  const entry = join(root, "dist", "kernel", "entry.js");
  const limited = `ulimit -d 1500000; exec "${process.execPath}" "${entry}" "$0"`;
  await using kernel = await startKernel({ command: ["sh", "-c", limited] });
  await kernel.execute("let before = 1;");
  const run = await kernel.execute(
    "const held: Buffer[] = []; while (true) held.push(Buffer.alloc(50_000_000, 1));",
  );
  expect(run.status).toBe("error");
  expect(run.error?.evalue).toMatch(/memory|allocation/);
  expect(run.outputs.filter(({ header }) => header.msg_type === "error")).toHaveLength(1);
  expect((await kernel.execute("1 + 1")).result?.["text/plain"]).toBe("2");
});

/** The process ids of a kernel's language servers. */
function languageServers(kernel: KernelClient): number[] {
  return execFileSync("ps", ["-eo", "pid=,ppid=,args="], { encoding: "utf8" })
    .split("\n")
    .map((line) => /^\s*(\d+)\s+(\d+)\s.*--lsp/.exec(line))
    .filter((match) => Number(match?.[2]) === kernel.pid)
    .map((match) => Number(match?.[1]));
}

test("when the language server dies cells go on, and type errors are found again", async () => {
  await using kernel = await startKernel();
  await kernel.execute("const before: number = 1;");
  const servers = languageServers(kernel);
  expect(servers).toHaveLength(1);
  process.kill(servers[0]!, "SIGKILL");
  expect((await kernel.execute("before + 1")).result?.["text/plain"]).toBe("2");
  // The new server knows the cells that ran before it.
  const wrong = await kernel.execute("const text: string = before;");
  expect(wrong.error?.ename).toBe("TypeCheckError");
});

test("a language server that dies in the midst of a completion and of a check is replaced, and both are answered", async () => {
  await using kernel = await startKernel();
  await kernel.execute("interface Fruit { seeds: number } const apple: Fruit = { seeds: 5 };");
  const halt = () => {
    const [server] = languageServers(kernel);
    process.kill(server!, "SIGSTOP");
    return () => process.kill(server!, "SIGKILL");
  };
  const kill = halt();
  const completion = kernel.request("complete_request", { code: "apple.", cursor_pos: 6 });
  await kernel.request("kernel_info_request", {}, "control");
  kill();
  expect((await completion).content["matches"]).toEqual(["seeds"]);

  const killAgain = halt();
  const wrong = kernel.start("const text: string = apple.seeds;");
  await wrong.started;
  killAgain();
  expect((await wrong.done).error?.ename).toBe("TypeCheckError");
  expect((await kernel.execute("apple.seeds")).result?.["text/plain"]).toBe("5");
  expect(kernel.published.filter(({ header }) => header.msg_type === "stream")).toEqual([]);
});
