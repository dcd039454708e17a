/** What the machine has to allow: writing, talking to itself, and, for new packages, the registry. */
import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, connect, createServer } from "node:net";
import { join } from "node:path";
import { nearestFolder } from "../../files.ts";
import { userFolder } from "../jupyter-folders.ts";
import type { DoctorContext, Finding } from "./finding.ts";

/** Whether the user's Jupyter folder, which holds the history, may be written. */
export function checkDataFolder({ machine }: DoctorContext): Finding {
  const folder = userFolder(machine);
  const nearest = nearestFolder(folder);
  const file = join(nearest, `.tunebook-${randomUUID()}`);
  try {
    writeFileSync(file, "x");
    return { state: "good", text: `Jupyter's folder of this user can be written: ${folder}` };
  } catch (error) {
    return {
      state: "bad",
      text: `Jupyter's folder of this user, ${folder}, cannot be written (${(error as NodeJS.ErrnoException).code}): neither kernel nor history can be kept there`,
      remedy: `Make ${nearest} writable (chown, chmod), or name another folder: export JUPYTER_DATA_DIR=FOLDER, then tunebook install`,
    };
  } finally {
    rmSync(file, { force: true });
  }
}

/** Whether a program may listen on the loopback and be reached there, as a kernel is by Jupyter. */
export async function checkLoopback(): Promise<Finding> {
  const server = createServer((socket) => socket.end("tunebook"));
  try {
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const socket = connect({ port, host: "127.0.0.1", timeout: 10_000 });
    socket.once("timeout", () => socket.destroy(new Error("no answer within 10 s")));
    for await (const data of socket) {
      if (String(data) !== "tunebook") throw new Error("another program answered");
    }
    return { state: "good", text: "a kernel can be reached on 127.0.0.1" };
  } catch (error) {
    return {
      state: "bad",
      text: `no kernel can be reached on 127.0.0.1: ${(error as Error).message}`,
      remedy:
        "Let the firewall or the container allow connections of this machine to itself (Linux: ip link set lo up)",
    };
  } finally {
    server.close();
  }
}

/** Whether npm reaches its registry, which `%install` and every repair of packages need; notebooks run without. */
export async function checkRegistry({ machine }: DoctorContext): Promise<Finding> {
  const words = ["ping", "--fetch-retries=0", "--fetch-timeout=8000", "--loglevel=error"];
  const problem = await new Promise<string | undefined>((done) => {
    execFile(
      "npm",
      words,
      {
        env: machine.env as NodeJS.ProcessEnv,
        timeout: 60_000,
        shell: process.platform === "win32",
      },
      (error, _stdout, stderr) => {
        if (!error) return done(undefined);
        const { code } = error as NodeJS.ErrnoException;
        if (code === "ENOENT") return done("there is no npm on PATH");
        const said = /^npm error code (\S+)$/m.exec(stderr)?.[1];
        done(error.killed ? "no answer within a minute" : (said ?? "npm ping failed"));
      },
    );
  });
  if (problem === undefined) return { state: "good", text: "npm reaches its registry" };
  return {
    state: "absent",
    text: `npm does not reach its registry (${problem}): notebooks run, and no package can be installed`,
    remedy:
      "Behind a firewall name its proxy or mirror: npm config set https-proxy URL, or npm config set registry URL",
  };
}
