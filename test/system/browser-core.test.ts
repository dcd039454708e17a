// The core of the library in a real browser: one bundle without Node, and the very trials that Node makes.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { build } from "esbuild";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { browserPath, openBrowser } from "./support/browser.ts";

const root = join(import.meta.dirname, "../..");
const core = join(root, "dist/lib/core.js");

/** Runs a study in whatever world it is called. Written without names from outside: it is sent as text. */
async function study(
  tunebook: typeof import("../../lib/core.ts"),
  tuner: "auto" | "cmaEs" | "bayesian",
) {
  const { choice, float, int, oneOf, openStudy, tuners } = tunebook;
  const opened = await openStudy({
    space: {
      rate: float(1e-4, 1, { log: true }),
      units: int(4, 64, { log: true }),
      activation: choice(["relu", "tanh", "sigmoid"]),
      optimizer: oneOf({ adam: {}, sgd: { momentum: float(0, 0.99) } }),
    },
    tuner: tuners[tuner](),
    seed: 7,
  });
  await opened.optimize(
    ({ params }) => {
      const { rate, units, activation, optimizer } = params;
      const momentum =
        optimizer.kind === "sgd" ? (optimizer.momentum - 0.9) * (optimizer.momentum - 0.9) : 0.3;
      return (
        (rate - 0.01) * (rate - 0.01) * 50 +
        Math.abs(units - 20) / 20 +
        activation.length / 10 +
        momentum
      );
    },
    { until: { trials: 50 } },
  );
  return opened.trials.map(({ point, value }) => ({ point, value }));
}

describe.skipIf(browserPath === undefined)("the core in a browser", () => {
  let browser: Browser;
  let server: Server;
  let address: string;
  let bundle: string;

  beforeAll(async () => {
    const { outputFiles, metafile } = await build({
      entryPoints: [core],
      bundle: true,
      format: "esm",
      // Anything of Node would stop the bundling here.
      platform: "browser",
      write: false,
      metafile: true,
    });
    expect(Object.keys(metafile.inputs).some((path) => path.includes("plotly"))).toBe(false);
    bundle = outputFiles[0]!.text;
    server = createServer(({ url }, response) => {
      const isBundle = url === "/core.js";
      response.setHeader("content-type", isBundle ? "text/javascript" : "text/html");
      response.end(isBundle ? bundle : "<!doctype html><title>core</title>");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await openBrowser();
  });

  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  for (const tuner of ["auto", "bayesian", "cmaEs"] as const)
    it(`runs a study of fifty trials with ${tuner}, the same as under Node`, async () => {
      const page = await browser.newPage();
      await page.goto(address);
      const there = await page.evaluate(
        `import("/core.js").then((tunebook) => (${study.toString()})(tunebook, ${JSON.stringify(tuner)}))`,
      );
      const here = await study(await import(core), tuner);
      expect(here).toHaveLength(50);
      expect(there).toHaveLength(50);
      // Bit by bit, though the engines differ in the last bits of their own exponentials and logarithms.
      expect(there).toEqual(here);
      await page.close();
    });

  it("waits for nothing of Node at run time", () => {
    expect(bundle).not.toMatch(/require\(|from"node:|import\("node:/);
  });
});
