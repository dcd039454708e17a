import { homedir } from "node:os";
import { join } from "node:path";

/** Where this user's progress is kept; `TUNEBOOK_DATA_DIR` overrides the platform's custom. */
export function dataFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const own = environment["TUNEBOOK_DATA_DIR"];
  if (own) return own;
  const home = homedir();
  if (process.platform === "win32") {
    return join(environment["APPDATA"] ?? join(home, "AppData", "Roaming"), "tunebook");
  }
  if (process.platform === "darwin") {
    return join(home, "Library", "Application Support", "tunebook");
  }
  return join(environment["XDG_DATA_HOME"] || join(home, ".local", "share"), "tunebook");
}
