// Bundles the views of kernel/frontend/browser with a trimmed plotly.js into dist/lib/plots/assets/page.json:
// what a page without the labextension loads from the notebook itself, and what a saved HTML file holds.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { trimmed, usedTraces } from "./plotly/trimmed.mjs";

export default async function loader(root) {
  const source = readFileSync(join(root, "node_modules", "plotly.js-dist", "plotly.js"), "utf8");
  const traces = usedTraces(root, source);
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [join("kernel", "frontend", "browser", "loader", "entry.ts")],
    bundle: true,
    minify: true,
    target: "es2022",
    platform: "browser",
    format: "iife",
    write: false,
    logLevel: "warning",
    legalComments: "none",
    loader: { ".css": "text" },
    plugins: [{ name: "trimmed-plotly", setup: (build) => supply(build, trimmed(source, traces)) }],
  });
  const [{ text }] = outputFiles;
  const target = join(root, "dist", "lib", "plots", "assets");
  mkdirSync(target, { recursive: true });
  const page = {
    // Pages are shared by notebooks of several versions: each finds its own by this name.
    name: `tunebook_${createHash("sha256").update(text).digest("hex").slice(0, 12)}`,
    gzip: gzipSync(text, { level: 9 }).toString("base64"),
    notice: "plotly.js, Copyright Plotly, Inc., MIT licence",
    traces: ["scatter", ...traces],
  };
  writeFileSync(join(target, "page.json"), JSON.stringify(page));
}

function supply(build, contents) {
  build.onResolve({ filter: /^plotly\.js-dist$/ }, ({ path }) => ({ path, namespace: "trimmed" }));
  build.onLoad({ filter: /.*/, namespace: "trimmed" }, () => ({ contents, loader: "js" }));
}
