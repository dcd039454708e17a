/** `tunebook course [FOLDER]`: a copy of the lessons to work in. */
import { copyFileSync, existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { packageRoot } from "../../kernel/package-info.ts";
import { newProject } from "../../kernel/npm/new-project.ts";
import type { Command } from "../support/command.ts";

const command: Command = {
  summary: "copy the course's notebooks to a folder",
  help: `tunebook course [FOLDER]

  FOLDER  where to (default: tunebook-course); notebooks that are there already are kept as they are`,
  options: {},
  arguments: { min: 0, max: 1 },
  async run(_values, [folder]) {
    const source = join(packageRoot, "notebooks", "course");
    // The sources of the lessons (.ts) are for those who write them.
    const files = existsSync(source)
      ? readdirSync(source, { recursive: true, encoding: "utf8" }).filter((name) =>
          /\.(ipynb|json|csv|png|svg)$/.test(name),
        )
      : [];
    if (files.length === 0) {
      throw new Error(
        `this copy of Tunebook holds no course (looked in ${source}). Install the package again: npm install --global tunebook.`,
      );
    }
    const target = resolve(folder ?? "tunebook-course");
    let kept = 0;
    for (const name of files.toSorted()) {
      const path = join(target, name);
      if (existsSync(path)) {
        kept++;
        continue;
      }
      mkdirSync(dirname(path), { recursive: true });
      copyFileSync(join(source, name), path);
      process.stdout.write(`wrote ${path}\n`);
    }
    // A clone of Tunebook, or whatever project lies above, is none to install a lesson's packages into.
    const project = join(target, "package.json");
    if (!existsSync(project)) {
      writeFileSync(project, newProject(), { flag: "wx" });
      process.stdout.write(`wrote ${project}\n`);
    }
    if (kept > 0) {
      process.stdout.write(
        `kept ${kept} ${kept === 1 ? "file that was" : "files that were"} in ${target} already\n`,
      );
    }
    return 0;
  },
};

export default command;
