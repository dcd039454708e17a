// Copies the fonts of static pictures beside the code that reads them.
import { cpSync } from "node:fs";
import { join } from "node:path";

export default function build(root) {
  const folder = join("lib", "plots", "static", "fonts");
  cpSync(join(root, folder), join(root, "dist", folder), { recursive: true });
}
