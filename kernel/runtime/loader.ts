/**
 * The public entry `tunebook/loader`: `node --import tunebook/loader script.ts` runs local TypeScript,
 * and finds `tunebook` and its dependencies from any folder, as cells do.
 */
import { registerLoader } from "./register-loader.ts";

registerLoader();
process.setSourceMapsEnabled(true);
