// The text of lib/course/exercises/index.ts, from what lies in that folder: one folder per lesson, one
// file per exercise, which exports it under the file's name in camel case.
import { readdirSync } from "node:fs";
import { join } from "node:path";

const camelCase = (name) => name.replaceAll(/-([a-z0-9])/g, (_, letter) => letter.toUpperCase());

export function exerciseRegistry(root) {
  const folder = join(root, "lib", "course", "exercises");
  const lessons = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .toSorted();
  const imports = [];
  const entries = [];
  for (const lesson of lessons) {
    const names = readdirSync(join(folder, lesson))
      .filter((file) => file.endsWith(".ts"))
      .map((file) => file.slice(0, -".ts".length))
      .toSorted();
    // Lessons are numbered, and two may have an exercise of the same name.
    const alias = (name) => `${camelCase(name)}${lesson.slice(0, 2)}`;
    for (const name of names) {
      imports.push(
        `import { ${camelCase(name)} as ${alias(name)} } from "./${lesson}/${name}.ts";`,
      );
    }
    const members = names.map((name) => `    "${name}": ${alias(name)},`);
    entries.push(`  "${lesson}": {`, ...members, "  },");
  }
  return [
    "// Derived from the folder by scripts/build-course.mjs; do not edit.",
    ...imports,
    "",
    "/** Every exercise of the course, by lesson and name. */",
    "export const exercises = {",
    ...entries,
    "};",
    "",
  ].join("\n");
}
