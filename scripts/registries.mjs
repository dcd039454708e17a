// Writes index.ts of lib/tuners, lib/pruners, lib/plots, lib/plots/tables and kernel/handlers/magics from what lies
// in those folders: one file there is one tuner, pruner, figure, table or magic, exported under the file's name in
// camel case. What several of them share lies in subfolders. `--check` writes nothing, says what has drifted and exits with 1.
//
//   node scripts/registries.mjs [--check]
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const registries = [
  {
    folder: "lib/tuners",
    name: "tuners",
    about: "Every search method, by the name that users know it by.",
  },
  {
    folder: "lib/pruners",
    name: "pruners",
    about: "Every rule that stops trials early, by the name that users know it by.",
  },
  {
    folder: "lib/plots",
    name: "plots",
    about: "Every figure by its name.",
  },
  {
    folder: "lib/plots/tables",
    name: "tables",
    about: "Every table by its name.",
  },
  {
    folder: "kernel/handlers/magics",
    name: "magics",
    about: "Every magic by its name.",
    kind: "const",
  },
];

function camelCase(name) {
  return name.replaceAll(/-([a-z0-9])/g, (_, letter) => letter.toUpperCase());
}

/** In one line where it fits, as prettier has it; else a line each. */
function objectOf(name, members) {
  const line = `export const ${name} = { ${members.join(", ")} };`;
  if (line.length <= 100) return line;
  return [`export const ${name} = {`, ...members.map((member) => `  ${member},`), "};"].join("\n");
}

/** The text of a folder's index.ts. */
function registry({ folder, name, about, kind = "function" }) {
  const files = readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts") && entry.name !== "index.ts")
    .map((entry) => entry.name.slice(0, -".ts".length))
    .toSorted();
  for (const file of files) {
    const source = readFileSync(join(root, folder, `${file}.ts`), "utf8");
    if (!source.includes(`export ${kind} ${camelCase(file)}${kind === "const" ? ":" : "("}`)) {
      throw new Error(
        `${folder}/${file}.ts does not export a ${kind} ${camelCase(file)}; ` +
          `export one of that name, or move the file to a subfolder if several share it`,
      );
    }
  }
  const imports = files.map((file) => `import { ${camelCase(file)} } from "./${file}.ts";`);
  return [
    "// Derived from the folder by scripts/registries.mjs; do not edit.",
    ...imports,
    "",
    `/** ${about} */`,
    objectOf(name, files.map(camelCase)),
    "",
  ].join("\n");
}

const check = process.argv.includes("--check");
for (const entry of registries) {
  const path = join(entry.folder, "index.ts");
  const wanted = registry(entry);
  let there = "";
  try {
    there = readFileSync(join(root, path), "utf8");
  } catch {
    // Not there yet.
  }
  if (there === wanted) continue;
  if (check) {
    console.error(`${path} is not what its folder holds: run "node scripts/registries.mjs"`);
    process.exitCode = 1;
  } else {
    writeFileSync(join(root, path), wanted);
    console.log(`wrote ${path}`);
  }
}
