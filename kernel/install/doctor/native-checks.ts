/** The parts of the package that are machine code, each of which npm may have left out. */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { DoctorContext, Finding } from "./finding.ts";
import { reinstallCommand } from "./remedies.ts";

/** Whether the native part of ZeroMQ loads: without it no kernel can talk to Jupyter. */
export function checkZeromq(context: DoctorContext): Finding {
  return checkNative("ZeroMQ", ["zeromq"], "no kernel can talk to Jupyter", context);
}

/** Whether the compiler of cells loads. */
export function checkCompiler(context: DoctorContext): Finding {
  const packages = ["oxc-parser", "oxc-transform"];
  return checkNative("The compiler of cells (oxc)", packages, "no cell can run", context);
}

function checkNative(
  what: string,
  packages: string[],
  without: string,
  { packageRoot }: DoctorContext,
): Finding {
  for (const name of packages) {
    const problem = loading(name, packageRoot);
    if (problem === undefined) continue;
    return {
      state: "bad",
      text: `${what} does not load, so that ${without}: ${problem}${elsewhere(name, packageRoot)}`,
      remedy: `Install the packages on this machine, with the optional ones: ${reinstallCommand(packageRoot)}`,
    };
  }
  return { state: "good", text: `${what} loads` };
}

/** Loads a package in a process of its own, since a broken native part can end one; undefined if it loads. */
export function loading(name: string, packageRoot: string): string | undefined {
  try {
    execFileSync(
      process.execPath,
      ["--input-type=module", "-e", `await import(${JSON.stringify(name)})`],
      { cwd: packageRoot, stdio: ["ignore", "ignore", "pipe"], timeout: 60_000 },
    );
    return undefined;
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: Buffer };
    const text = String(stderr ?? "");
    // The innermost cause names the file that was looked for.
    const lines = [...text.matchAll(/^[\s[]*(?:cause: )?(?:\w*Error)(?: \[\w+\])?: (.*)$/gm)];
    return lines.at(0)?.[1]?.replace(/ imported from .*/, "") ?? message.split("\n")[0];
  }
}

/** ": installed for …", where the package's machine code of another platform is there. */
function elsewhere(name: string, packageRoot: string): string {
  const scopes: Record<string, string> = {
    "oxc-parser": "@oxc-parser",
    "oxc-transform": "@oxc-transform",
  };
  const scope = scopes[name];
  if (scope === undefined) return "";
  const paths = createRequire(join(packageRoot, "package.json")).resolve.paths(name) ?? [];
  const bindings = paths
    .map((path) => join(path, scope))
    .filter((path) => existsSync(path))
    .flatMap((path) => readdirSync(path))
    .map((one) => one.replace("binding-", ""));
  const own = `${process.platform}-${process.arch}`;
  if (bindings.length === 0) {
    return `; npm left out the optional packages (--omit=optional, or a lock file of another platform)`;
  }
  return bindings.some((one) => one.startsWith(own))
    ? ""
    : `; the packages were installed for ${bindings.join(", ")}, and this is ${own}`;
}
