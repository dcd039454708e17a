// A trimmed plotly.js in dist/lib/plots/assets/, twice: in page.json with the views of kernel/frontend/browser, which
// a page without the labextension loads from the notebook itself, and which a saved HTML file holds; and alone in
// plotly.js, for static pictures, whose thread starts in a fraction of the time that the whole library takes.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { trimmed, usedTraces } from "./plotly/trimmed.mjs";

const WEBGL = ["scattergl", "scatter3d", "surface", "parcoords"];

export default async function loader(root) {
  const source = readFileSync(join(root, "node_modules", "plotly.js-dist", "plotly.js"), "utf8");
  const traces = usedTraces(root, source);
  const bundled = async (options, kinds) => {
    const { outputFiles } = await build({
      absWorkingDir: root,
      bundle: true,
      minify: true,
      target: "es2022",
      platform: "browser",
      format: "iife",
      write: false,
      logLevel: "warning",
      legalComments: "none",
      loader: { ".css": "text" },
      plugins: [{ name: "plotly", setup: (build) => supply(build, trimmed(source, kinds)) }],
      ...options,
    });
    return outputFiles[0].text;
  };
  const target = join(root, "dist", "lib", "plots", "assets");
  mkdirSync(target, { recursive: true });

  const entry = join("kernel", "frontend", "browser", "loader", "entry.ts");
  const text = await bundled({ entryPoints: [entry] }, traces);
  const page = {
    // Pages are shared by notebooks of several versions: each finds its own by this name.
    name: `tunebook_${createHash("sha256").update(text).digest("hex").slice(0, 12)}`,
    gzip: gzipSync(text, { level: 9 }).toString("base64"),
    notice: "plotly.js, Copyright Plotly, Inc., MIT licence",
    traces: ["scatter", ...traces],
  };
  writeFileSync(join(target, "page.json"), JSON.stringify(page));

  // Pictures are drawn without WebGL.
  const flat = traces.filter((name) => !WEBGL.includes(name));
  const contents = `import Plotly from "plotly.js-dist"; globalThis.Plotly = Plotly;`;
  const drawing = await bundled({ stdin: { contents, resolveDir: root } }, flat);
  const kinds = `/*! ${page.notice} */ globalThis.drawnTraces = ${JSON.stringify(["scatter", ...flat])};`;
  writeFileSync(join(target, "plotly.js"), `${kinds}\n${drawing}`);
  // plotly.js-dist gathers the terms of what it holds at its end.
  const notices = source.match(/\/\*![^]*?\*\//g).join("\n");
  const terms = readFileSync(join(root, "node_modules", "plotly.js-dist", "LICENSE"), "utf8");
  writeFileSync(
    join(target, "THIRD-PARTY-NOTICES.txt"),
    `page.json and plotly.js hold plotly.js, minified.\n\n${terms}\n${notices}`,
  );
}

function supply(build, contents) {
  build.onResolve({ filter: /^plotly\.js-dist$/ }, ({ path }) => ({ path, namespace: "trimmed" }));
  build.onLoad({ filter: /.*/, namespace: "trimmed" }, () => ({ contents, loader: "js" }));
}
