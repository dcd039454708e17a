import { MagicError, type KernelMagic } from "./common/magic.ts";
import { installed } from "./common/npm/installed.ts";
import { npm } from "./common/npm/npm.ts";
import { projectFolder } from "./common/npm/project-folder.ts";
import { splitWords } from "./common/words.ts";

/** Removes packages. */
export const uninstall: KernelMagic = {
  name: "uninstall",
  form: "line",
  usage: ["%uninstall PACKAGE…"],
  summary: "Removes packages that were installed for this notebook.",
  help: "What a cell has loaded stays loaded until `%reset -f`. Options are npm's.",
  example: "%uninstall lodash",
  complete: (_typed, { folder }) => installed(projectFolder(folder) ?? folder),
  async run(argument, context) {
    const words = splitWords(argument);
    const packages = words.filter((word) => !word.startsWith("-"));
    const { folder } = await context.where();
    const known = installed(projectFolder(folder) ?? folder);
    const unknown = packages.filter((name) => !known.includes(name));
    if (packages.length === 0 || unknown.length > 0) {
      throw new MagicError(
        packages.length === 0
          ? "%uninstall wants the names of packages: %uninstall lodash"
          : `${unknown.join(" ")} is not installed for this notebook; nothing was removed.`,
      );
    }
    const options = words.filter((word) => word.startsWith("-"));
    await npm("uninstall", packages, options, context);
    (await context.session.language).installed();
  },
};
