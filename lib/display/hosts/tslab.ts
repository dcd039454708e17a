import type { Host, MimeBundle } from "../host.ts";
import { foreignHost } from "./foreign.ts";

/** What tslab's `dist/jupyter.js` exports once its kernel runs a cell. */
interface TslabJupyter {
  lastWriteDisplayData?:
    | ((
        message: { data: MimeBundle; metadata: object; transient: { display_id?: string } },
        update?: boolean,
      ) => void)
    | null;
}

/** The host where tslab's kernel runs this code; undefined elsewhere. */
export function tslabHost(): Host | undefined {
  const jupyter = loadedTslab();
  if (!jupyter?.lastWriteDisplayData) return undefined;
  return foreignHost("tslab", (bundle, options = {}) => {
    jupyter.lastWriteDisplayData?.(
      {
        data: bundle,
        metadata: options.metadata ?? {},
        transient: options.id === undefined ? {} : { display_id: options.id },
      },
      options.update ?? false,
    );
  });
}

/**
 * tslab's own display API sends one MIME type at a time, so that the figure, its picture and its text
 * would be three outputs; the function below that API sends a whole bundle. It is looked up among the
 * modules that are loaded already, since loading tslab anew would give one that knows no kernel.
 */
function loadedTslab(): TslabJupyter | undefined {
  const builtin = globalThis.process?.getBuiltinModule?.bind(globalThis.process);
  const require = builtin?.("module").createRequire(import.meta.url);
  const path = Object.keys(require?.cache ?? {}).find((file) =>
    /[\\/]tslab[\\/]dist[\\/]jupyter\.js$/.test(file),
  );
  return path === undefined ? undefined : (require?.cache[path]?.exports as TslabJupyter);
}
