/** Starts a kernel without the CLI: `node dist/kernel/entry.js CONNECTION_FILE`. */
import { runKernel } from "./main.ts";

const connectionFile = process.argv[2];
try {
  if (connectionFile === undefined) throw new Error("Name the connection file to start from.");
  await runKernel(connectionFile);
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exit(1);
}
