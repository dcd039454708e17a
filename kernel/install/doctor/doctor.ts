/** Everything that a kernel, its figures and its networks need, looked at one by one. */
import { packageRoot } from "../../package-info.ts";
import { searchFolders } from "../jupyter-folders.ts";
import { findJupyter, pythonCandidates } from "../python.ts";
import type { Check, DoctorContext, Finding } from "./finding.ts";
import { checkJupyter } from "./jupyter-check.ts";
import { checkKernelspec } from "./kernelspec-check.ts";
import { checkLabextension } from "./labextension-check.ts";
import { checkLanguageServer } from "./language-server-check.ts";
import { checkNode } from "./node-check.ts";
import { checkDanfo, checkTensorflow, checkZeromq } from "./package-checks.ts";

export type { Finding } from "./finding.ts";

/** Runs every check, in an order in which the first fault explains those after it. */
export async function examine(options: Partial<DoctorContext> = {}): Promise<Finding[]> {
  const root = options.packageRoot ?? packageRoot;
  const cwd = options.cwd ?? process.cwd();
  const jupyter = findJupyter(pythonCandidates([root, cwd]));
  const context: DoctorContext = {
    packageRoot: root,
    cwd,
    folders: options.folders ?? searchFolders(jupyter ? [jupyter.prefix] : []),
  };
  const checks: Check[] = [
    checkNode,
    checkZeromq,
    checkLanguageServer,
    checkKernelspec,
    checkLabextension,
    () => checkJupyter(jupyter),
    checkTensorflow,
    checkDanfo,
  ];
  const findings: Finding[] = [];
  for (const check of checks) findings.push(await check(context));
  return findings;
}
