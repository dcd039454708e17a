import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";

const entry = new URL("../../dist/lib/tensorflow/index.js", import.meta.url);
const elsewhere = mkdtempSync(join(tmpdir(), "tunebook-elsewhere-"));
afterAll(() => rmSync(elsewhere, { recursive: true, force: true }));

interface Outcome {
  name: string;
  history: { loss: number; valLoss: number; valAccuracy: number }[];
}

/** Trains in a process of its own, started in an empty folder. */
function train(backend: string): Outcome {
  const program = `
    const { backend, digits, fit } = await import(${JSON.stringify(entry.href)});
    const { name } = await backend();
    const params = { hidden: [24, 16], learningRate: 0.01, optimizer: { kind: "sgd", momentum: 0.9 }, penalty: { kind: "l2" } };
    const { history } = await fit(params, await digits(), { epochs: 3, seed: 7 });
    process.stdout.write(JSON.stringify({ name, history }));`;
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", program], {
    cwd: elsewhere,
    env: { ...process.env, TUNEBOOK_BACKEND: backend },
    encoding: "utf8",
  });
  // No banner, no advice, no warning of TensorFlow.js.
  expect(stderr).toBe("");
  return JSON.parse(stdout) as Outcome;
}

describe("training in another process", () => {
  it("gives the same bits under the same seed", () => {
    const first = train("wasm");
    expect(first.name).toBe("wasm");
    expect(first.history).toHaveLength(3);
    expect(train("wasm")).toEqual(first);
  });

  it("agrees between the WASM and the plain backend", () => {
    const wasm = train("wasm");
    const plain = train("cpu");
    expect(plain.name).toBe("cpu");
    plain.history.forEach((epoch, index) => {
      expect(epoch.loss).toBeCloseTo(wasm.history[index]!.loss, 3);
      expect(epoch.valLoss).toBeCloseTo(wasm.history[index]!.valLoss, 3);
    });
  });
});
