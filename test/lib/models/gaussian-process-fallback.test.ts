import { afterEach, expect, it, vi } from "vitest";
import type * as models from "../../../lib/models/gaussian-process.ts";

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

async function fitted(): Promise<models.GaussianProcess> {
  vi.resetModules();
  const { fitGaussianProcess } = await import("../../../lib/models/gaussian-process.ts");
  const x = Float64Array.from({ length: 23 }, (_, row) => (row * 0.618034) % 1);
  const y = x.map((value) => Math.sin(9 * value));
  return fitGaussianProcess({ x, y, columns: ["numeric"] });
}

it("where WebAssembly is missing, plain TypeScript fits the same process", async () => {
  const quick = await fitted();
  vi.stubGlobal("WebAssembly", undefined);
  const plain = await fitted();
  const { loadKernels } = await import("../../../lib/math/kernels.ts");
  expect(loadKernels()).toBeUndefined();
  expect(plain.logLikelihood + plain.logPrior).toBeCloseTo(quick.logLikelihood + quick.logPrior, 4);
  const points = Float64Array.of(0.1, 0.45, 0.97);
  const [one, other] = [plain.posterior(points), quick.posterior(points)];
  one.mean.forEach((mean, place) => {
    expect(mean).toBeCloseTo(other.mean[place]!, 4);
  });
});
