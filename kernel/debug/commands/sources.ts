/** Commands that show code. */
import { fileURLToPath } from "node:url";
import { type Arguments, maybeNumber, objectOf } from "../arguments.ts";
import type { Command } from "../commands.ts";
import { DebugRequestError, type Source } from "../protocol.ts";
import { readSource, type Script } from "../scripts.ts";

/** How a front end asks for a script's text. */
export function sourceOf({ path, name, id }: Script): Source {
  return path === undefined ? { name, sourceReference: Number(id) } : { name, path };
}

/** The path of a source. @throws DebugRequestError where there is none */
export function pathOf({ path }: Arguments): string {
  if (typeof path !== "string" || path === "") {
    throw new DebugRequestError("The source has no path.");
  }
  return path.startsWith("file:") ? fileURLToPath(path) : path;
}

export const sourceCommands: Record<string, Command> = {
  source: {
    always: true,
    async run(state, given) {
      const source = objectOf(given, "source");
      const reference =
        maybeNumber(source, "sourceReference") || maybeNumber(given, "sourceReference");
      if (reference) return textOf(state, String(reference));
      const path = pathOf(source);
      const content = state.scripts.cellText(path) ?? readSource(path);
      if (content !== undefined) return { content };
      const script = state.scripts.at(path).find(({ id }) => id !== undefined);
      if (script) return textOf(state, script.id!);
      throw new DebugRequestError(
        `There is no source at ${path}: it is no cell of this session and no file.`,
      );
    },
  },
  modules: {
    always: true,
    async run({ scripts }, given) {
      const files = scripts.files();
      const start = maybeNumber(given, "startModule") ?? 0;
      const count = maybeNumber(given, "moduleCount") || files.length;
      const modules = files.slice(start, start + count).map(({ name, path, kind, url }) => ({
        id: url,
        name,
        path,
        isUserCode: kind === "module",
      }));
      return { modules, totalModules: files.length };
    },
  },
};

/** The text of a script as it runs. */
async function textOf(state: Parameters<Command["run"]>[0], scriptId: string) {
  const session = state.attached;
  if (session === undefined) throw new DebugRequestError("The debugger is not attached.");
  const { scriptSource } = await session.post<{ scriptSource: string }>(
    "Debugger.getScriptSource",
    { scriptId },
  );
  return { content: scriptSource, mimeType: "text/javascript" };
}
