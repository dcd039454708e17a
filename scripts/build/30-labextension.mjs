// Bundles kernel/frontend/browser into dist/labextension/: what JupyterLab and Notebook 7 load.
// Jupyter serves an extension's files as immutable for a year, so every name holds a content hash.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const hashed = (name, content, ending = "js") =>
  `${name}.${createHash("sha256").update(content).digest("hex").slice(0, 16)}.${ending}`;

/** The weights of Inter that figures use. */
const FONTS = { 400: "Inter-Regular", 500: "Inter-Medium", 600: "Inter-SemiBold" };

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

  const fontFolder = join(root, "lib", "plots", "static", "fonts");
  const fonts = Object.entries(FONTS).map(([weight, name]) => {
    const content = readFileSync(join(fontFolder, `${name}.otf`));
    return { weight, content, name: hashed(name, content, "otf") };
  });

  const entry = await build({
    ...common,
    entryPoints: [join("kernel", "frontend", "browser", "container.ts")],
    format: "iife",
    loader: { ".css": "text" },
    define: {
      TUNEBOOK_PLOTLY: JSON.stringify(plotlyName),
      TUNEBOOK_FONTS: JSON.stringify(
        Object.fromEntries(fonts.map(({ weight, name }) => [weight, name])),
      ),
      TUNEBOOK_VERSION: JSON.stringify(version),
    },
  });
  const container = entry.outputFiles[0].text;
  const containerName = hashed("remoteEntry", container);

  rmSync(target, { recursive: true, force: true });
  mkdirSync(join(target, "static"), { recursive: true });
  writeFileSync(join(target, "static", plotlyName), library);
  writeFileSync(join(target, "static", containerName), container);
  for (const { name, content } of fonts) writeFileSync(join(target, "static", name), content);
  const fontTerms = readFileSync(join(fontFolder, "OFL.txt"), "utf8");
  const terms = readFileSync(join(root, "node_modules", "plotly.js-dist", "LICENSE"), "utf8");
  writeFileSync(
    join(target, "THIRD-PARTY-NOTICES.txt"),
    `static/${plotlyName} is plotly.js, minified.\n\n${terms}\n${notices}\n\nstatic/Inter-*.otf is Inter, cut down to the characters that figures write.\n\n${fontTerms}`,
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
