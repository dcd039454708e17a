// Bundles kernel/frontend/browser into dist/labextension/: what JupyterLab and Notebook 7 load.
// Jupyter serves an extension's files as immutable for a year, so every name holds a content hash.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const hashed = (name, text) =>
  `${name}.${createHash("sha256").update(text).digest("hex").slice(0, 16)}.js`;

export default async function labextension(root) {
  const { version, license } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const target = join(root, "dist", "labextension");
  const common = {
    absWorkingDir: root,
    bundle: true,
    minify: true,
    target: "es2022",
    platform: "browser",
    write: false,
    logLevel: "warning",
  };

  // A module of its own, so that the page keeps its globals and needs no eval.
  const plotly = await build({
    ...common,
    stdin: { contents: `export { default } from "plotly.js-dist";`, resolveDir: root },
    outfile: "plotly.js",
    format: "esm",
    legalComments: "external",
  });
  const library = plotly.outputFiles.find(({ path }) => path.endsWith("plotly.js")).text;
  const notices = plotly.outputFiles.find(({ path }) => path.endsWith(".LEGAL.txt"))?.text ?? "";
  const plotlyName = hashed("plotly", library);

  const entry = await build({
    ...common,
    entryPoints: [join("kernel", "frontend", "browser", "container.ts")],
    format: "iife",
    loader: { ".css": "text" },
    define: {
      TUNEBOOK_PLOTLY: JSON.stringify(plotlyName),
      TUNEBOOK_VERSION: JSON.stringify(version),
    },
  });
  const container = entry.outputFiles[0].text;
  const containerName = hashed("remoteEntry", container);

  rmSync(target, { recursive: true, force: true });
  mkdirSync(join(target, "static"), { recursive: true });
  writeFileSync(join(target, "static", plotlyName), library);
  writeFileSync(join(target, "static", containerName), container);
  const terms = readFileSync(join(root, "node_modules", "plotly.js-dist", "LICENSE"), "utf8");
  writeFileSync(
    join(target, "THIRD-PARTY-NOTICES.txt"),
    `static/${plotlyName} is plotly.js, minified.\n\n${terms}\n${notices}`,
  );
  const manifest = {
    name: "tunebook",
    version,
    description: "Draws Tunebook's figures and live panels in JupyterLab and Notebook.",
    license,
    jupyterlab: {
      extension: true,
      _build: { load: `static/${containerName}`, extension: "./extension" },
    },
  };
  writeFileSync(join(target, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  // What `jupyter labextension list` shows of where it came from.
  writeFileSync(
    join(target, "install.json"),
    `${JSON.stringify({ packageManager: "tunebook", packageName: "tunebook", uninstallInstructions: "Run: tunebook uninstall" }, null, 2)}\n`,
  );
}
