// What `tunebook install --papermill` gives to papermill.
import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";

const NAME = "tunebook_papermill.py";

export default function papermill(root) {
  const target = join(root, "dist", "kernel", "install", "assets");
  mkdirSync(target, { recursive: true });
  copyFileSync(join(root, "kernel", "install", "assets", NAME), join(target, NAME));
}
