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

/** The checks, in an order in which the first fault explains those after it. */
const checks = {
  node: checkNode,
  zeromq: checkZeromq,
  languageServer: checkLanguageServer,
  kernelspec: checkKernelspec,
  labextension: checkLabextension,
  jupyter: checkJupyter,
  tensorflow: checkTensorflow,
  danfo: checkDanfo,
} satisfies Record<string, Check>;

/** The name of one check. */
export type CheckName = keyof typeof checks;

/** Runs every check, or those named by `only`. */
export async function examine(
  options: Partial<Omit<DoctorContext, "jupyter">> & { only?: readonly CheckName[] } = {},
): Promise<Finding[]> {
  const root = options.packageRoot ?? packageRoot;
  const cwd = options.cwd ?? process.cwd();
  // Asking a Python takes a moment: only where its answer is used.
  const asks = options.folders === undefined || (options.only ?? ["jupyter"]).includes("jupyter");
  const jupyter = asks ? findJupyter(pythonCandidates([root, cwd])) : undefined;
  const folders = options.folders ?? searchFolders(jupyter ? [jupyter.prefix] : []);
  const context: DoctorContext = { packageRoot: root, cwd, folders, jupyter };
  const findings: Finding[] = [];
  for (const name of options.only ?? (Object.keys(checks) as CheckName[])) {
    findings.push(await checks[name](context));
  }
  return findings;
}
