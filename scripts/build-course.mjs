// Makes the course from its sources: notebooks/course/NN-name.ts → NN-name.ipynb, and the list of
// exercises, lib/course/exercises/index.ts.
//
//   node scripts/build-course.mjs             cells from the sources; outputs stay where no code changed
//   node scripts/build-course.mjs --execute   runs every lesson with the built kernel, keeps the outputs
//   node scripts/build-course.mjs --check     writes nothing; fails where a file is not what its source says
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { fromNotebook, notebookText, readPercent, toNotebook } from "./course/percent.mjs";
import { exerciseRegistry } from "./course/registry.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = join(root, "notebooks", "course");
const check = process.argv.includes("--check");
const execute = process.argv.includes("--execute");
const drifted = [];

settle(join(root, "lib", "course", "exercises", "index.ts"), exerciseRegistry(root));

for (const file of readdirSync(folder).toSorted()) {
  if (!/^\d\d-.*\.ts$/.test(file)) continue;
  const name = basename(file, ".ts");
  const target = join(folder, `${name}.ipynb`);
  const fresh = toNotebook(readPercent(readFileSync(join(folder, file), "utf8")), name);
  const old = existsSync(target) ? JSON.parse(readFileSync(target, "utf8")) : undefined;
  if (check) {
    if (!old || describe(old) !== describe(fresh)) drifted.push(target);
  } else if (execute) {
    writeFileSync(target, notebookText(run(fresh, name)));
    console.log(`executed ${name}`);
  } else {
    settle(target, notebookText(withOutputs(fresh, old)));
  }
}

if (drifted.length > 0) {
  console.error(`Not what the sources say: ${drifted.join(", ")}`);
  console.error(`Run "node scripts/build-course.mjs --execute" and commit the result.`);
  process.exitCode = 1;
}

/** Writes a file that differs, or notes that it does. */
function settle(path, text) {
  if (existsSync(path) && readFileSync(path, "utf8") === text) return;
  if (check) drifted.push(path);
  else {
    writeFileSync(path, text);
    console.log(`wrote ${path.slice(root.length)}`);
  }
}

/** What of a notebook comes from its source. */
function describe(notebook) {
  const ids = notebook.cells.map((cell) => cell.id);
  return JSON.stringify([ids, fromNotebook(notebook), notebook.metadata.kernelspec]);
}

function code(notebook) {
  return JSON.stringify(fromNotebook(notebook).filter((cell) => cell.type === "code"));
}

/** The outputs of an earlier run, as long as no code has changed since. */
function withOutputs(fresh, old) {
  if (!old || code(old) !== code(fresh)) return fresh;
  const executed = old.cells.filter((cell) => cell.cell_type === "code");
  const cells = fresh.cells.map((cell) =>
    cell.cell_type === "code" ? take(cell, executed.shift()) : cell,
  );
  return { ...fresh, cells };
}

/** A cell of the source with the outputs of its run, without bars, of which a quick machine shows none. */
function take(cell, { execution_count, outputs }) {
  const lasting = outputs.filter(({ metadata }) => metadata?.tunebook?.progress !== true);
  return { ...cell, execution_count, outputs: lasting.map(withoutSecondPicture) };
}

/** A figure's HTML holds its PNG once more, for front ends that know no more; a file needs one. */
function withoutSecondPicture(output) {
  if (!output.data?.["image/png"] || !output.data["text/html"]) return output;
  const { "text/html": _, ...data } = output.data;
  return { ...output, data };
}

/** Runs a notebook with the built kernel, in a clean folder of the learner's data. */
function run(notebook, name) {
  const clean = mkdtempSync(join(tmpdir(), "tunebook-course-"));
  // Beside the lesson, since that is where relative imports and file names are looked up.
  const copy = join(folder, `.${name}.executing.ipynb`);
  try {
    writeFileSync(copy, notebookText(notebook));
    const main = join(root, "dist", "cli", "main.js");
    const { status } = spawnSync(process.execPath, [main, "run", copy], {
      cwd: folder,
      env: { ...process.env, TUNEBOOK_DATA_DIR: clean },
      stdio: ["ignore", "ignore", "inherit"],
    });
    if (status !== 0) throw new Error(`${name} did not run to its end (exit code ${status}).`);
    return withOutputs(notebook, JSON.parse(readFileSync(copy, "utf8")));
  } finally {
    rmSync(copy, { force: true });
    rmSync(clean, { recursive: true, force: true });
  }
}
