/**
 * Node's module hooks for local TypeScript: once as the plain functions that `registerHooks` takes,
 * once as the asynchronous ones that `module.register` runs in its own thread.
 */
import type {
  LoadFnOutput,
  LoadHookContext,
  ResolveFnOutput,
  ResolveHookContext,
} from "node:module";
import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import type { MessagePort } from "node:worker_threads";
import { OWN_JSX_RUNTIME } from "../emit/jsx.ts";
import { resolveNpm } from "./npm-resolve.ts";
import {
  compileLocal,
  findLocal,
  findMapped,
  isCompiled,
  isLocal,
  localUrl,
} from "./local-modules.ts";

/** Told of each module that was compiled: the URL it runs under, its text and its source map. */
export type OnCompiled = (url: string, source: { text: string; map: string }) => void;

let onCompiled: OnCompiled = () => {};

/** Sets who is told of compiled modules; the last call counts. */
export function setOnCompiled(listener: OnCompiled): void {
  onCompiled = listener;
}

/** Called by Node in the hooks' thread with what {@link file://./register-loader.ts} sent along. */
export function initialize(data: { port: MessagePort } | undefined): void {
  if (data !== undefined) {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port has none
    setOnCompiled((url, source) => data.port.postMessage({ url, ...source }));
  }
}

function resolveLocal(specifier: string, context: ResolveHookContext): ResolveFnOutput | undefined {
  const { parentURL } = context;
  if (!isOwnModule(parentURL)) return undefined;
  if (specifier === OWN_JSX_RUNTIME) {
    return { url: new URL("./jsx-runtime.js", import.meta.url).href, shortCircuit: true };
  }
  const folder = parentURL ? dirname(fileURLToPath(withoutQuery(parentURL))) : process.cwd();
  const npm = resolveNpm(specifier, folder);
  if (npm !== undefined) return { url: npm, shortCircuit: true };
  const file = isLocal(specifier) ? findLocal(specifier, folder) : findMapped(specifier, folder);
  if (file === undefined || file.includes("/node_modules/")) return undefined;
  const json = file.endsWith(".json");
  return {
    url: localUrl(file),
    shortCircuit: true,
    ...(json ? { format: "json", importAttributes: { type: "json" } } : {}),
  };
}

function loadLocal(url: string, context: LoadHookContext): LoadFnOutput | undefined {
  if (!url.startsWith("file:")) return undefined;
  const file = fileURLToPath(withoutQuery(url));
  const type = context.importAttributes?.["type"];
  if (type === "text" || type === "bytes") {
    return { format: "module", shortCircuit: true, source: assetSource(file, type) };
  }
  if (!isCompiled(file)) return undefined;
  const { source, text, map } = compileLocal(file);
  onCompiled(url, { text, map });
  return { format: "module", shortCircuit: true, source };
}

/** A module whose default export is the file's text or bytes. */
function assetSource(file: string, type: "text" | "bytes"): string {
  const bytes = readFileSync(file);
  if (type === "text") return `export default ${JSON.stringify(bytes.toString("utf8"))};`;
  return `export default new Uint8Array(Buffer.from("${bytes.toString("base64")}", "base64"));`;
}

/** Whether a module is one of the user's: packages resolve as Node has it. */
function isOwnModule(url: string | undefined): boolean {
  return url === undefined || (url.startsWith("file:") && !url.includes("/node_modules/"));
}

/** A package that a local file imports is looked for in this package too, as it is for cells. */
function mayFallBack(specifier: string, context: ResolveHookContext, error: unknown): boolean {
  const { code } = error as { code?: string };
  return code === "ERR_MODULE_NOT_FOUND" && !isLocal(specifier) && isOwnModule(context.parentURL);
}

function withoutQuery(url: string): string {
  return url.replace(/[?#].*$/, "");
}

type NextResolve<T> = (specifier: string, context?: Partial<ResolveHookContext>) => T;
type NextLoad<T> = (url: string, context?: Partial<LoadHookContext>) => T;

export async function resolve(
  specifier: string,
  context: ResolveHookContext,
  next: NextResolve<ResolveFnOutput | Promise<ResolveFnOutput>>,
): Promise<ResolveFnOutput> {
  const local = resolveLocal(specifier, context);
  if (local !== undefined) return local;
  try {
    return await next(specifier, context);
  } catch (error) {
    if (!mayFallBack(specifier, context, error)) throw error;
    return await Promise.resolve(next(specifier, { ...context, parentURL: import.meta.url })).catch(
      () => Promise.reject(error),
    );
  }
}

export async function load(
  url: string,
  context: LoadHookContext,
  next: NextLoad<LoadFnOutput | Promise<LoadFnOutput>>,
): Promise<LoadFnOutput> {
  return loadLocal(url, context) ?? next(url, context);
}

/** The same for `registerHooks`. */
export const syncHooks = {
  resolve(
    specifier: string,
    context: ResolveHookContext,
    next: NextResolve<ResolveFnOutput>,
  ): ResolveFnOutput {
    const local = resolveLocal(specifier, context);
    if (local !== undefined) return local;
    try {
      return next(specifier, context);
    } catch (error) {
      if (!mayFallBack(specifier, context, error)) throw error;
      try {
        return next(specifier, { ...context, parentURL: import.meta.url });
      } catch {
        throw error;
      }
    }
  },
  load(url: string, context: LoadHookContext, next: NextLoad<LoadFnOutput>): LoadFnOutput {
    return loadLocal(url, context) ?? next(url, context);
  },
};
