import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { DoctorContext, Finding } from "./finding.ts";

/** Whether the native part of ZeroMQ loads: without it no kernel can talk to Jupyter. */
export function checkZeromq({ packageRoot }: DoctorContext): Finding {
  const problem = loading("zeromq", join(packageRoot, "package.json"));
  return problem === undefined
    ? { state: "good", text: "ZeroMQ loads" }
    : {
        state: "bad",
        text: `ZeroMQ does not load: ${problem}`,
        remedy: "Install the package again: npm install --global tunebook",
      };
}

/** Which of TensorFlow's backends there is: the native one where it installs, else WASM. */
export function checkTensorflow({ packageRoot }: DoctorContext): Finding {
  const from = join(packageRoot, "package.json");
  if (loading("tfjs-node-native", from) === undefined) {
    return { state: "good", text: "TensorFlow.js with the native backend" };
  }
  const problem = ["@tensorflow/tfjs", "@tensorflow/tfjs-backend-wasm"].find(
    (name) => resolved(name, from) === undefined,
  );
  return problem === undefined
    ? { state: "good", text: "TensorFlow.js with the WASM backend (the native one is not there)" }
    : {
        state: "bad",
        text: `${problem} is not there: tunebook/tensorflow cannot train`,
        remedy: "Install the package again: npm install --global tunebook",
      };
}

/** Whether frames of danfojs can be used from notebooks in the current folder. */
export function checkDanfo({ cwd, packageRoot }: DoctorContext): Finding {
  const places = [join(cwd, "notebook.ts"), join(packageRoot, "package.json")];
  return places.some((from) => resolved("danfojs-node", from) !== undefined)
    ? { state: "good", text: "danfojs-node is there: tables can be its frames" }
    : {
        state: "absent",
        text: "danfojs-node is not there",
        remedy: "Optional, for tables as frames: npm install danfojs-node in the notebook's folder",
      };
}

function resolved(name: string, from: string): string | undefined {
  try {
    return createRequire(from).resolve(name);
  } catch {
    return undefined;
  }
}

/** Loads a package in a process of its own, since a broken native part can end one; undefined if it loads. */
function loading(name: string, from: string): string | undefined {
  const path = resolved(name, from);
  if (path === undefined) return "it is not there";
  try {
    execFileSync(process.execPath, ["-e", `require(${JSON.stringify(path)})`], {
      stdio: ["ignore", "ignore", "pipe"],
      timeout: 30_000,
    });
    return undefined;
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: Buffer };
    const line = /^\w*Error: .*$/m.exec(String(stderr ?? ""))?.[0];
    return line ?? message.split("\n")[0];
  }
}
