/** `tunebook doctor`: what is wrong, and how to mend it. */
import { examine } from "../../kernel/install/doctor/doctor.ts";
import type { Command } from "../support/command.ts";

const SIGNS = { good: "✔", bad: "✘", absent: "–" };

const command: Command = {
  summary: "say what is wrong with the installation, and how to mend it",
  help: `tunebook doctor

  Ends with exit code 1 if something is wrong; what is optional and absent is no fault.`,
  options: {},
  arguments: { min: 0, max: 0 },
  async run() {
    const findings = await examine();
    for (const { state, text, remedy } of findings) {
      process.stdout.write(`${SIGNS[state]} ${text}\n`);
      if (remedy) process.stdout.write(`    ${remedy}\n`);
    }
    const bad = findings.filter(({ state }) => state === "bad").length;
    process.stdout.write(
      bad === 0 ? "All is well.\n" : `${bad} ${bad === 1 ? "thing is" : "things are"} wrong.\n`,
    );
    return bad === 0 ? 0 : 1;
  },
};

export default command;
