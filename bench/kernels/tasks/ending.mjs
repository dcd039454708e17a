// A shutdown that is asked for, and the end of a kernel whose parent was killed: until no process is left.
import { spawn } from "node:child_process";
import { performance } from "node:perf_hooks";
import { Wrong } from "../expect.mjs";
import { isAlive, processTree } from "../../support/kernel.mjs";

const PATIENCE = 10_000;

/** Milliseconds until none of these is alive. */
async function gone(pids, begun = performance.now()) {
  while (pids.some(isAlive)) {
    if (performance.now() - begun > PATIENCE)
      throw new Wrong(`still there after ${PATIENCE / 1000} s`);
    await new Promise((done) => setTimeout(done, 10));
  }
  return performance.now() - begun;
}

export const shutdown = {
  rounds: 5,
  async run({ start, peer }) {
    const kernel = await start();
    await kernel.ready();
    await kernel.execute(peer.print("here"));
    const pids = processTree(kernel.process.pid);
    const begun = performance.now();
    kernel.request("shutdown_request", { restart: false }, { channel: "control", idle: false });
    return { "shutdown until no process is left, ms": await gone(pids, begun) };
  },
};

export const orphan = {
  rounds: 3,
  async run({ start, peer }) {
    // A parent stands between, as Jupyter's server does, and names itself in the environment.
    const parent = `const [command, ...args] = process.argv.slice(1);
      require("child_process").spawn(command, args, { stdio: "ignore", env: { ...process.env, JPY_PARENT_PID: String(process.pid) } });
      setInterval(() => {}, 1e6);`;
    const kernel = await start((argv) => [process.execPath, "-e", parent, ...argv]);
    await kernel.ready();
    await kernel.execute(peer.print("here"));
    const [, ...pids] = processTree(kernel.process.pid);
    const begun = performance.now();
    kernel.process.kill("SIGKILL");
    try {
      return { "end after the parent was killed, ms": await gone(pids, begun) };
    } finally {
      for (const pid of pids.filter(isAlive)) spawn("kill", ["-9", String(pid)]);
    }
  },
};
