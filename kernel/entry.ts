/** Starts a kernel without the CLI: `node dist/kernel/entry.js [--language javascript] CONNECTION_FILE`. */
import { parseArgs } from "node:util";
import { runKernel } from "./main.ts";

try {
  const { values, positionals } = parseArgs({
    options: { language: { type: "string" } },
    allowPositionals: true,
  });
  const [connectionFile] = positionals;
  const language = values.language === "javascript" ? "javascript" : "typescript";
  if (connectionFile === undefined) throw new Error("Name the connection file to start from.");
  await runKernel(connectionFile, { language });
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exit(1);
}
