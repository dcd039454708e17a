import { type Host, HOST } from "./host.ts";
import { denoHost } from "./hosts/deno.ts";
import { terminalHost } from "./hosts/terminal.ts";
import { tslabHost } from "./hosts/tslab.ts";

let adapted: Host | undefined;

/**
 * The host in which this code runs: this kernel, or another one adapted to the same contract (tslab,
 * Deno's kernel), or a plain terminal. The only reader of the global.
 */
export function currentHost(): Host {
  const own = (globalThis as Record<symbol, unknown>)[HOST] as Host | undefined;
  if (own?.version === 1) return own;
  adapted ??= tslabHost() ?? denoHost() ?? terminalHost();
  return adapted;
}
