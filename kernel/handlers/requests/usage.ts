import { availableParallelism, cpus, hostname } from "node:os";
import type { Handler } from "../handler.ts";
import { virtualMemory } from "../usage/host.ts";

/**
 * What the kernel uses of the machine, as ipykernel says it and jupyter-resource-usage reads it.
 * Not in the protocol's specification.
 */
export const usage: Handler = {
  type: "usage_request",
  async handle(request, { usageMeter }) {
    const [{ cpu, memory, hostCpu }, hostMemory] = await Promise.all([
      usageMeter.measure(),
      virtualMemory(),
    ]);
    await request.reply("usage_reply", {
      status: "ok",
      hostname: hostname(),
      pid: process.pid,
      kernel_cpu: cpu,
      kernel_memory: memory,
      ...(hostCpu === undefined ? {} : { host_cpu_percent: hostCpu }),
      cpu_count: cpus().length || availableParallelism(),
      host_virtual_memory: { ...hostMemory },
    });
  },
};
