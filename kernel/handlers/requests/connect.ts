import type { Handler } from "../handler.ts";

/** The ports of the kernel's sockets, for whoever knows only one of them. */
export const connect: Handler = {
  type: "connect_request",
  async handle(request, { ports }) {
    await request.reply("connect_reply", {
      status: "ok",
      shell_port: ports.shell,
      iopub_port: ports.iopub,
      stdin_port: ports.stdin,
      control_port: ports.control,
      hb_port: ports.heartbeat,
    });
  },
};
