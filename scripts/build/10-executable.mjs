// Makes the command executable, since npm links it as it is.
import { chmodSync, existsSync } from "node:fs";
import { join } from "node:path";

export default function build(root) {
  const command = join(root, "dist", "cli", "main.js");
  if (existsSync(command)) chmodSync(command, 0o755);
}
