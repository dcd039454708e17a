/** `tunebook kernel --connection-file FILE`: what the kernelspec runs. */
import { type Command, text, UsageError } from "../support/command.ts";

const command: Command = {
  summary: "run a kernel; Jupyter calls this",
  help: "tunebook kernel [--language typescript|javascript] --connection-file FILE",
  options: {
    "connection-file": { type: "string", short: "f" },
    language: { type: "string" },
  },
  // `jupyter run FILE` hands its own words on to the kernel as well: they mean nothing here.
  arguments: { min: 0, max: Number.POSITIVE_INFINITY },
  hidden: true,
  async run(values) {
    const file = text(values, "connection-file");
    if (file === undefined) {
      throw new UsageError(
        `kernel needs --connection-file FILE, which Jupyter gives it. To run a notebook: tunebook run NOTEBOOK.`,
      );
    }
    const language = text(values, "language") ?? "typescript";
    if (language !== "typescript" && language !== "javascript") {
      throw new UsageError(`kernel: --language is typescript or javascript, not "${language}".`);
    }
    const { runKernel } = await import("../../kernel/main.ts");
    await runKernel(file, { language });
    // Serves until it is shut down, which ends the process.
    return 0;
  },
};

export default command;
