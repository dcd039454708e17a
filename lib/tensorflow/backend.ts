/** Which of TensorFlow.js's backends computes, and why. */
import * as tf from "@tensorflow/tfjs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { registerWasmTrainingKernels } from "./wasm-kernels.ts";

/** "native" is TensorFlow's C library, "wasm" WebAssembly with SIMD, "cpu" plain JavaScript. */
export type BackendName = "native" | "wasm" | "cpu";

/** The backend that computes in this process. */
export interface Backend {
  readonly name: BackendName;
  /** One or two sentences for the user: which it is, and why not a faster one. */
  readonly words: string;
}

const titles: Record<BackendName, string> = {
  native: "TensorFlow's native library",
  wasm: "WebAssembly (SIMD)",
  cpu: "plain JavaScript",
};

// From fast to slow.
const order: readonly BackendName[] = ["native", "wasm", "cpu"];

let chosen: Promise<Backend> | undefined;

/**
 * Chooses the fastest backend that works here, once for the process: native, else WASM, else plain
 * JavaScript. The environment variable `TUNEBOOK_BACKEND` (`native`, `wasm` or `cpu`) overrides.
 *
 * `fit` does it by itself; call it to know.
 *
 * @example console.log((await backend()).words);
 *
 * @throws Error where `TUNEBOOK_BACKEND` names no backend, or one that does not work here
 */
export function backend(): Promise<Backend> {
  chosen ??= choose(process.env["TUNEBOOK_BACKEND"]);
  return chosen;
}

async function choose(wanted: string | undefined): Promise<Backend> {
  tf.enableProdMode();
  if (wanted) {
    if (!order.includes(wanted as BackendName)) {
      throw new Error(
        `TUNEBOOK_BACKEND is "${wanted}"; it accepts ${order.map((name) => `"${name}"`).join(", ")}.`,
      );
    }
    const name = wanted as BackendName;
    const problem = await start(name);
    if (problem) throw new Error(`TUNEBOOK_BACKEND asks for ${titles[name]}, but ${problem}.`);
    return { name, words: `Networks train on ${titles[name]}, as TUNEBOOK_BACKEND says.` };
  }
  const problems: string[] = [];
  for (const name of order) {
    const problem = await start(name);
    if (problem) {
      problems.push(problem);
      continue;
    }
    const why = problems.length > 0 ? ` Not faster, since ${problems.join(", and ")}.` : "";
    const words = `Networks train on ${titles[name]}.${why}`;
    // Plain JavaScript is several times slower than what everybody can have: that is worth a line.
    if (name === "cpu") console.warn(words);
    return { name, words };
  }
  throw new Error(`No backend of TensorFlow.js works here: ${problems.join("; ")}.`);
}

/** Makes `name` the backend; returns why that is impossible, or undefined where it works. */
async function start(name: BackendName): Promise<string | undefined> {
  try {
    if (name === "native") await loadNative();
    if (name === "wasm") await loadWasm();
    const registered = name === "native" ? "tensorflow" : name;
    if (!(await tf.setBackend(registered))) return `${titles[name]} does not start`;
    if (name === "wasm") registerWasmTrainingKernels();
    // Being installed is not the same as working: only a computation tells.
    const two = tf.tidy(() => tf.matMul(tf.ones([1, 2]), tf.ones([2, 1])).dataSync()[0]);
    return two === 2 ? undefined : `${titles[name]} computes wrongly`;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ERR_MODULE_NOT_FOUND" || code === "MODULE_NOT_FOUND") {
      return `${titles[name]} is not installed`;
    }
    return `${titles[name]} does not load (${String(message ?? error).split("\n")[0]})`;
  }
}

/** The native package registers itself with the TensorFlow.js that is loaded here. */
async function loadNative(): Promise<void> {
  // A string-typed specifier: the package is optional, and its types do not compile.
  const name: string = "tfjs-node-native";
  const require = createRequire(import.meta.url);
  require.resolve(name);
  // Node 23 dropped a function that tfjs-node 4.22 still calls (tensorflow/tfjs#8609).
  const util = require("node:util") as { isNullOrUndefined?: (value: unknown) => boolean };
  util.isNullOrUndefined ??= (value) => value === null || value === undefined;
  await import(name);
}

async function loadWasm(): Promise<void> {
  const { setWasmPaths } = await import("@tensorflow/tfjs-backend-wasm");
  const main = createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm");
  setWasmPaths(join(dirname(main), "/"));
  // Emscripten turns every unhandled rejection and uncaught exception of the whole process into its
  // end. A notebook's process must survive those of its cells, so these listeners go.
  const events = ["uncaughtException", "unhandledRejection"] as const;
  const before = events.map((event) => new Set<unknown>(process.listeners(event as never)));
  await tf.setBackend("wasm");
  events.forEach((event, index) => {
    for (const listener of process.listeners(event as never)) {
      if (!before[index]!.has(listener)) process.removeListener(event, listener as never);
    }
  });
}
