import { once } from "node:events";
import { type AddressInfo, createServer, type Server } from "node:net";
import { CANNOT_LISTEN } from "../../kernel/channels/address.ts";

/**
 * Where ports are looked for: below those that systems give to outgoing connections (from 32768 on
 * Linux, from 49152 elsewhere). A client that knocks where nobody listens yet can be given that very
 * port for its own end; it then talks to itself, and the kernel cannot bind.
 */
const FIRST = 10_000;
const LAST = 32_767;
/** After so many tries the system chooses. */
const TRIES = 100;

/** What this process was given before: whoever asked for it may not have bound it yet. */
const given = new Set<number>();

/** So often a kernel is started on other ports where somebody was quicker. */
const STARTS = 3;

/**
 * Starts a kernel on free ports, and on others where one of them was taken before the kernel came to it.
 *
 * @param start given five ports; fails with the kernel's log in its message
 */
export async function onFreePorts<Started>(
  start: (ports: number[]) => Promise<Started>,
): Promise<Started> {
  for (let time = 1; ; time++) {
    try {
      return await start(await freePorts(5));
    } catch (error) {
      if (time === STARTS || !String(error).includes(CANNOT_LISTEN)) throw error;
    }
  }
}

/**
 * Ports of the loopback that nobody uses now, and that this function has not given before; all are held until the
 * last is found, so that they differ.
 */
export async function freePorts(count: number): Promise<number[]> {
  const servers: Server[] = [];
  for (let index = 0; index < count; index++) servers.push(await listening());
  const ports = servers.map(portOf);
  for (const port of ports) given.add(port);
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
}

async function listening(): Promise<Server> {
  for (let time = 0; ; time++) {
    // Drawn, not counted up: two processes that look at once find different ones.
    const port = time < TRIES ? FIRST + Math.floor(Math.random() * (LAST - FIRST)) : 0;
    if (given.has(port)) continue;
    // Before it is bound: of two callers who draw it at once one binds it as soon as the other lets go of it.
    if (port > 0) given.add(port);
    const server = createServer().listen(port, "127.0.0.1");
    try {
      await once(server, "listening");
      return server;
    } catch (error) {
      if (port === 0) throw error;
    }
  }
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}
