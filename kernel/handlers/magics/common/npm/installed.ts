import { readdirSync } from "node:fs";
import { join } from "node:path";

/** The packages that a folder has in its node_modules. */
export function installed(folder: string): string[] {
  const modules = join(folder, "node_modules");
  const names = (of: string): string[] => {
    try {
      return readdirSync(of).filter((name) => !name.startsWith("."));
    } catch {
      return [];
    }
  };
  return names(modules).flatMap((name) =>
    name.startsWith("@") ? names(join(modules, name)).map((inner) => `${name}/${inner}`) : [name],
  );
}
