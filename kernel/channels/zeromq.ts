/**
 * The package `zeromq`, by `require`: an `import` would first read its text for names, which on Node 20 takes
 * nearly as long as loading it, while a front end waits for the kernel's first answer.
 */
import { createRequire } from "node:module";
import type * as ZeroMq from "zeromq";

export type { Socket, SocketOptions } from "zeromq";

/** The sockets that kernels and their clients use, and what this build of ZeroMQ can do. */
export const { capability, Dealer, Reply, Router, Subscriber, XPublisher } = createRequire(
  import.meta.url,
)("zeromq") as typeof ZeroMq;
