/** The package's own files that an installation points at or copies. */
import { existsSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import { packageRoot } from "../package-info.ts";
import { InstallError } from "./jupyter-folders.ts";

/** What an installation is made of. */
export interface PackageFiles {
  version: string;
  /** The command that a kernel is started with. */
  main: string;
  /** The built labextension. */
  labextension: string;
  /** The logo's files, by the name that a kernelspec gives them. */
  logos: Record<string, string>;
}

/** Finds the files below `root`. @throws InstallError where the package is not built. */
export function packageFiles(root: string = packageRoot): PackageFiles {
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    version: string;
  };
  const assets = join(root, "dist", "kernel", "install", "assets");
  const files: PackageFiles = {
    version,
    main: join(root, "dist", "cli", "main.js"),
    labextension: join(root, "dist", "labextension"),
    logos: Object.fromEntries(
      ["logo-svg.svg", "logo-64x64.png", "logo-32x32.png"].map((name) => [
        name,
        join(assets, name),
      ]),
    ),
  };
  const wanted = [
    files.main,
    join(files.labextension, "package.json"),
    ...Object.values(files.logos),
  ];
  const missing = wanted.find((path) => !existsSync(path));
  if (missing) {
    throw new InstallError(
      `${missing} is missing: the package is not built. Run: npm run build (in ${root}).`,
    );
  }
  return files;
}

/** Whether the package lies in the cache of npx, which npm empties when it likes. */
export function inNpxCache(root: string = packageRoot): boolean {
  return root.split(sep).includes("_npx");
}
