import { existsSync, realpathSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathFolders } from "../path-folders.ts";

/** How npm is started: always by the Node that runs this kernel, whatever PATH says. */
export interface NpmCommand {
  readonly command: string;
  readonly words: readonly string[];
}

/**
 * The npm that belongs to a Node: beside its program, where distributions put it, and only then what
 * PATH has. Undefined where there is none.
 */
export function findNpm(
  environment: Readonly<Record<string, string | undefined>>,
  node = process.execPath,
  platform: NodeJS.Platform = process.platform,
): NpmCommand | undefined {
  const cli = ["npm", "bin", "npm-cli.js"];
  const beside = [dirname(node), dirname(resolved(node))];
  const candidates = [
    ...beside.map((folder) =>
      platform === "win32"
        ? join(folder, "node_modules", ...cli)
        : join(folder, "..", "lib", "node_modules", ...cli),
    ),
    ...(platform === "win32" ? [] : [join("/usr/share/nodejs", ...cli)]),
    ...pathFolders(environment).flatMap((folder) => fromPath(folder, platform)),
  ];
  const found = candidates.find((file) => statSync(file, { throwIfNoEntry: false })?.isFile());
  return found === undefined ? undefined : { command: node, words: [found] };
}

/** npm's script in a folder of PATH: `npm` is a link to it, or a small program beside its package. */
function fromPath(folder: string, platform: NodeJS.Platform): string[] {
  const beside = join(folder, "node_modules", "npm", "bin", "npm-cli.js");
  if (platform === "win32") return [beside];
  const link = join(folder, "npm");
  const target = existsSync(link) ? resolved(link) : "";
  return target.endsWith(".js") ? [target, beside] : [beside];
}

function resolved(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
