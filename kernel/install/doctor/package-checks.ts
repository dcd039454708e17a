import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { DoctorContext, Finding } from "./finding.ts";
import { loading } from "./native-checks.ts";
import { reinstallCommand } from "./remedies.ts";

/** Which of TensorFlow's backends there is: the native one where it installs, else WASM. */
export function checkTensorflow({ packageRoot }: DoctorContext): Finding {
  const from = join(packageRoot, "package.json");
  const native = resolved("tfjs-node-native/package.json", from) !== undefined;
  const problem = native ? loading("tfjs-node-native", packageRoot) : undefined;
  if (native && problem === undefined) {
    return { state: "good", text: "TensorFlow.js with the native backend" };
  }
  const missing = ["@tensorflow/tfjs", "@tensorflow/tfjs-backend-wasm"].find(
    (name) => resolved(name, from) === undefined,
  );
  if (missing !== undefined) {
    return {
      state: "bad",
      text: `${missing} is not there: tunebook/tensorflow cannot train`,
      remedy: `Install the packages again: ${reinstallCommand(packageRoot)}`,
    };
  }
  if (native) {
    return {
      state: "absent",
      text: `TensorFlow.js trains with WASM: its native backend is installed and was not built${scriptsOff() ? ", since npm runs no install scripts (ignore-scripts)" : " (install scripts not allowed, or its download blocked)"}: ${problem}`,
      remedy: `Optional, for faster training: npm rebuild tfjs-node-native --ignore-scripts=false --foreground-scripts (in ${packageRoot})`,
    };
  }
  return {
    state: "good",
    text: "TensorFlow.js with the WASM backend (the native one is not there)",
  };
}

/** Whether npm is told to run no install scripts. */
function scriptsOff(): boolean {
  try {
    const answer = execFileSync("npm", ["config", "get", "ignore-scripts"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      timeout: 60_000,
      shell: process.platform === "win32",
    });
    return answer.trim() === "true";
  } catch {
    return false;
  }
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
