/** Puts the hooks for local TypeScript into this process, once. */
import module from "node:module";
import { MessageChannel, receiveMessageOnPort } from "node:worker_threads";
import { type OnCompiled, setOnCompiled, syncHooks } from "./loader-hooks.ts";
import { compileLocal } from "./local-modules.ts";

/** Where the sources of compiled modules are found. */
export interface CompiledSources {
  /** Text and map of the module that runs under `url`. */
  find(url: string): { text: string; map: string } | undefined;
}

let registered: CompiledSources | undefined;

/**
 * Registers the hooks. Where Node has `registerHooks` they run in this thread; before that
 * `module.register` starts one for them (75–110 ms), so callers wait until they need it.
 */
export function registerLoader(): CompiledSources {
  return (registered ??= register());
}

function register(): CompiledSources {
  const sources = new Map<string, { text: string; map: string }>();
  const keep: OnCompiled = (url, source) => sources.set(url, source);
  const { registerHooks } = module as unknown as {
    registerHooks?: (hooks: typeof syncHooks) => void;
  };
  if (registerHooks !== undefined) {
    setOnCompiled(keep);
    registerHooks(syncHooks);
    return { find: (url) => sources.get(url) };
  }

  const { port1, port2 } = new MessageChannel();
  module.register("./loader-hooks.js", import.meta.url, {
    data: { port: port2 },
    transferList: [port2],
  });
  port1.unref();
  registerRequire();
  return {
    find(url) {
      // Read when a stack needs it: the hooks' thread has sent it before the module ran.
      for (let got = receiveMessageOnPort(port1); got; got = receiveMessageOnPort(port1)) {
        const { url: from, ...source } = got.message as { url: string; text: string; map: string };
        keep(from, source);
      }
      return sources.get(url);
    },
  };
}

/** `require("./local.ts")`: the hooks of Node 20 see imports only. */
function registerRequire(): void {
  type Target = Record<"_compile", (content: string, file: string, format?: string) => unknown>;
  const extensions = (module as unknown as Record<string, Record<string, unknown>>)["_extensions"]!;
  for (const extension of [".ts", ".tsx", ".mts", ".cts"]) {
    extensions[extension] = (target: Target, file: string) => {
      target["_compile"](compileLocal(file).source, file, "module");
    };
  }
}
