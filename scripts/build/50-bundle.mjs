// Bundles what a kernel's processes load: a process that reads a few files starts much sooner than one that reads a
// hundred. Each bundle takes the place of the file that it begins with; what several of them hold lies in pieces
// beside them, so that each module is there once in a process, however it is reached. Packages stay outside.
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { build } from "esbuild";

/** By folder: the entries of each process or thread, first the one that it begins with. */
const PROCESSES = [
  { folder: "kernel", entries: ["main.ts"] },
  {
    folder: "kernel/runtime",
    entries: [
      "child.ts",
      // What cells import, or the runtime loads late by the path of a file.
      "jsx-runtime.ts",
      "loader.ts",
      "layers/deno.ts",
      "layers/tslab.ts",
      "widgets/widget.ts",
    ],
  },
  { folder: "kernel/runtime", entries: ["control-worker.ts"] },
];
/** Reached by a path as well, each in a thread of its own, where it is small or rare: left as it is. */
const LEFT = ["kernel/runtime/loader-hooks.ts", "kernel/runtime/outside/worker-preload.cts"];

export default async function bundle(root) {
  for (const { folder, entries } of PROCESSES)
    await bundleProcess(root, join(root, folder), entries);
}

async function bundleProcess(root, folder, entries) {
  const target = join(root, "dist", relative(root, folder));
  const first = entries[0].replace(".ts", "");
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: entries.map((entry) => join(folder, entry)),
    outbase: folder,
    outdir: target,
    chunkNames: `${first}-[hash]`,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    packages: "external",
    keepNames: true,
    // A trace names functions as they are written, and `node --enable-source-maps` the files.
    sourcemap: "linked",
    sourcesContent: false,
    metafile: true,
    write: false,
    logLevel: "warning",
    plugins: [{ name: "places", setup: (build) => keepPlaces(build, root, folder, entries) }],
  });
  requireFlat(root, metafile, target);
  // The pieces of an earlier build.
  const piece = new RegExp(`^${first}-[0-9A-Z]{8}\\.js(\\.map)?$`);
  for (const name of readdirSync(target).filter((name) => piece.test(name))) {
    rmSync(join(target, name));
  }
  for (const { path, contents } of outputFiles) writeFileSync(path, contents);
}

/** In a piece, which lies in `folder`, a module still takes itself to be where its own file is. */
function keepPlaces(build, root, folder, entries) {
  const known = [
    ...PROCESSES.flatMap((each) => each.entries.map((entry) => join(root, each.folder, entry))),
    ...LEFT.map((file) => join(root, file)),
  ];
  const places = entries.map((entry) => join(folder, entry));
  build.onLoad({ filter: /\.ts$/ }, ({ path }) => {
    const text = readFileSync(path, "utf8");
    if (!usesPlace(text)) return undefined;
    for (const [, name] of text.matchAll(/"(\.\/[\w./-]+\.c?js)"/g)) {
      const named = join(dirname(path), name.replace(/js$/, "ts"));
      if (existsSync(named) && !known.includes(named))
        throw new Error(`${path} loads ${name}: scripts/build/50-bundle.mjs does not name it.`);
    }
    if (places.includes(path)) return undefined;
    const own = relative(folder, path).replace(/ts$/, "js");
    const place = `new URL(${JSON.stringify(own)}, import.meta.url).href`;
    return { contents: text.replaceAll("import.meta.url", place), loader: "ts" };
  });
}

const usesPlace = (text) => /\bimport\.meta\.url\b|\bcreateRequire\(/.test(text);

/** Only an entry in its own place may lie deeper than `target` and ask where it is. */
function requireFlat(root, { outputs }, target) {
  for (const [name, { inputs, entryPoint }] of Object.entries(outputs)) {
    if (dirname(join(root, name)) === target) continue;
    for (const input of Object.keys(inputs)) {
      if (input !== entryPoint && usesPlace(readFileSync(join(root, input), "utf8")))
        throw new Error(`${input} would not know its place in ${name}.`);
    }
  }
}
