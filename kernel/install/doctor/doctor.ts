/** Everything that a kernel, its figures and its networks need, looked at one by one. */
import { packageRoot } from "../../package-info.ts";
import { configFolders, searchFolders, thisMachine } from "../jupyter-folders.ts";
import { findJupyter, pythonCandidates } from "../python.ts";
import { checkCopies } from "./copies-check.ts";
import type { Check, DoctorContext, Finding } from "./finding.ts";
import { checkJupyter, checkJupyterCommand } from "./jupyter-check.ts";
import { checkKernelspec } from "./kernelspec-check.ts";
import { checkLabextension } from "./labextension-check.ts";
import { checkLanguageServer } from "./language-server-check.ts";
import { checkDataFolder, checkLoopback, checkRegistry } from "./machine-checks.ts";
import { checkCompiler, checkZeromq } from "./native-checks.ts";
import { checkNode } from "./node-check.ts";
import { checkDanfo, checkTensorflow } from "./package-checks.ts";
import { checkVscode } from "./vscode-check.ts";

export type { Finding } from "./finding.ts";

/** The checks, in an order in which the first fault explains those after it. */
const checks = {
  node: checkNode,
  zeromq: checkZeromq,
  compiler: checkCompiler,
  languageServer: checkLanguageServer,
  copies: checkCopies,
  loopback: checkLoopback,
  dataFolder: checkDataFolder,
  kernelspec: checkKernelspec,
  labextension: checkLabextension,
  jupyter: checkJupyter,
  jupyterCommand: checkJupyterCommand,
  vscode: checkVscode,
  tensorflow: checkTensorflow,
  danfo: checkDanfo,
  registry: checkRegistry,
} satisfies Record<string, Check>;

/** The name of one check. */
export type CheckName = keyof typeof checks;

/** The names of all checks, in their order. */
export const checkNames = Object.keys(checks) as CheckName[];

/** What one check found. */
export interface NamedFinding extends Finding {
  check: CheckName;
}

/** Runs every check, or those named by `only`. */
export async function examine(
  options: Partial<Omit<DoctorContext, "jupyter">> & { only?: readonly CheckName[] } = {},
): Promise<NamedFinding[]> {
  const root = options.packageRoot ?? packageRoot;
  const cwd = options.cwd ?? process.cwd();
  const machine = options.machine ?? thisMachine();
  // Asking a Python takes a moment: only where its answer is used.
  const asks = options.folders === undefined || (options.only ?? checkNames).includes("jupyter");
  const jupyter = asks ? findJupyter(pythonCandidates([root, cwd], machine.env)) : undefined;
  const prefixes = jupyter ? [jupyter.prefix] : [];
  // Jupyter's own word on where it looks comes first; then wherever another one might.
  const folders = [...(jupyter?.folders ?? []), ...searchFolders(prefixes, machine)];
  const settings = [...(jupyter?.configFolders ?? []), ...configFolders(prefixes, machine)];
  const context: DoctorContext = {
    packageRoot: root,
    cwd,
    machine,
    folders: options.folders ?? [...new Set(folders)],
    ...(options.place !== undefined && { place: options.place }),
    configFolders: options.configFolders ?? [...new Set(settings)],
    jupyter,
  };
  const findings: NamedFinding[] = [];
  for (const check of options.only ?? checkNames) {
    findings.push({ check, ...(await checks[check](context)) });
  }
  return findings;
}
