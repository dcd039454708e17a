import { isIPv6 } from "node:net";
import type { ConnectionInfo, SocketName } from "../wire/connection-file.ts";
import { ConnectionFileError } from "../wire/connection-file.ts";

/** With this the error begins where another program has taken a port meanwhile; whoever chose it may choose again. */
export const CANNOT_LISTEN = "The kernel cannot listen at";

/** Whether only this machine can reach the address. */
export function isLoopback(ip: string): boolean {
  return ip === "localhost" || ip === "::1" || /^127(\.\d{1,3}){3}$/.test(ip);
}

/** The address that a socket binds, as ZeroMQ writes it. */
export function socketAddress(connection: ConnectionInfo, socket: SocketName): string {
  const { transport, ip, ports } = connection;
  if (transport === "ipc") return `ipc://${ip}-${ports[socket]}`;
  return `tcp://${isIPv6(ip) ? `[${ip}]` : ip}:${ports[socket]}`;
}

/**
 * Without a key whoever reaches the sockets can run code, so then only this machine may reach them.
 * @throws ConnectionFileError
 */
export function requireSafeAddress({ transport, ip, key }: ConnectionInfo): void {
  if (transport === "tcp" && key === "" && !isLoopback(ip)) {
    throw new ConnectionFileError(
      `its key is empty and its ip "${ip}" can be reached from other machines, so anybody could run code here. Set a key, or an ip such as 127.0.0.1`,
    );
  }
}
