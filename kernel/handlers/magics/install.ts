import { POPULAR } from "../../npm/popular.ts";
import { MagicError, type KernelMagic } from "./common/magic.ts";
import { installed } from "./common/npm/installed.ts";
import { npm } from "./common/npm/npm.ts";
import { projectFolder } from "./common/npm/project-folder.ts";
import { pathMatches } from "./common/paths.ts";
import { splitWords } from "./common/words.ts";

/** Installs packages from npm. */
export const install: KernelMagic = {
  name: "install",
  form: "line",
  usage: ["%install [OPTIONS] PACKAGE…"],
  summary: "Installs packages from npm for this notebook, ready for the next import.",
  help: `
They go where the notebook's package.json is, in its folder or one above it; where there is none, a private one
is made beside the notebook. npm is that of the Node that runs the kernel. Packages are found without a
restart, with their types, and if the line stands above a cell's code, by that cell's own imports. A version
that was already loaded stays until \`%reset -f\`. Options are npm's: \`-D\` or \`--dev\` for development
dependencies, \`--ignore-scripts\` to run no install scripts, \`-E\` for exact versions, and the rest.
A package may also be a folder or a .tgz file.`,
  example: `
%install lodash @types/lodash
import { chunk } from "lodash";`,
  async complete({ word, before }, { folder }) {
    if (word.startsWith("-")) {
      return ["--dev", "--ignore-scripts", "--save-exact", "--legacy-peer-deps"];
    }
    if (/^[./~]/.test(word)) return pathMatches(word, folder, { endings: [".tgz", ".tar.gz"] });
    return [...new Set([...POPULAR, ...installed(projectFolder(folder) ?? folder)])].filter(
      (name) => !before.includes(name),
    );
  },
  async run(argument, context) {
    const words = splitWords(argument);
    const options = words
      .filter((word) => word.startsWith("-"))
      .map((word) => (word === "--dev" ? "--save-dev" : word));
    const packages = words.filter((word) => !word.startsWith("-"));
    if (packages.length === 0) {
      throw new MagicError("%install wants the names of packages: %install lodash");
    }
    await npm("install", packages, options, context);
    (await context.session.language).installed();
  },
};
