import { isPythonPackage } from "./foreign-code.ts";
import { nearest } from "./nearest.ts";

/**
 * What to do about a package that is not there. Beside how to install it, whether Tunebook's own name may have been
 * meant: installing a stranger's package for a slip of the pen is no good advice.
 *
 * @param folder where `npm install` would be run, in words
 */
export function installAdvice(name: string, folder: string): string {
  if (isPythonPackage(name))
    return `That is a package of Python. Whatever npm has by the name ${name} is another: look at it before you %install it.`;
  const meant = nearest(name.toLowerCase(), ["tunebook"]);
  const install = `nstall it with %install ${name} (in a terminal: npm install ${name} in ${folder}), then run the cell again.`;
  return meant === undefined ? `I${install}` : `Did you mean "${meant}"? If not, i${install}`;
}
