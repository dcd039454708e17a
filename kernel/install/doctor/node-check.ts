import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { DoctorContext, Finding } from "./finding.ts";
import { installCommand } from "./remedies.ts";

/** Whether this Node is one that the package names in its `engines`. */
export function checkNode(context: DoctorContext): Finding {
  const { packageRoot } = context;
  const { engines } = JSON.parse(readFileSync(join(packageRoot, "package.json"), "utf8")) as {
    engines: { node: string };
  };
  const { node } = process.versions;
  return satisfies(node, engines.node)
    ? { state: "good", text: `Node ${node} (${process.execPath})` }
    : {
        state: "bad",
        text: `Node ${node} is not among those that work: ${engines.node}`,
        remedy: `Install a current Node (nodejs.org), then run: ${installCommand(context)}`,
      };
}

/** Whether a version meets a range of the forms `^20.19.0 || >=22.12.0`. */
export function satisfies(version: string, range: string): boolean {
  const have = numbers(version);
  return range.split("||").some((part) => {
    const match = /^\s*(\^|>=)?\s*([\d.]+)\s*$/.exec(part);
    if (!match) return false;
    const want = numbers(match[2]!);
    if (match[1] !== ">=" && have[0] !== want[0]) return false;
    const differs = [0, 1, 2].find((index) => have[index] !== want[index]);
    return differs === undefined || have[differs]! > want[differs]!;
  });
}

function numbers(version: string): number[] {
  const parts = version.split(/[.-]/).slice(0, 3).map(Number);
  return [parts[0] ?? 0, parts[1] ?? 0, parts[2] ?? 0];
}
