import type { Session } from "../session.ts";

/**
 * Tells of a runtime that died while no cell ran in it (a timer called `process.exit`, the system
 * killed it): under the latest cell, since nothing else is there to show it. The cell that runs
 * reports its runtime's death by itself.
 */
export function reportIdleDeaths(session: Session): void {
  session.runtime.onDied((death) => {
    const running = [...session.running].some(({ inRuntime }) => inRuntime);
    session.forgetRuntime(death);
    if (running) return;
    // Consoles and nbclient print the log beside the page: it is told in one of them.
    if (session.latestParent.msg_id === undefined) return session.log(death.message);
    session.publisher.publish(
      "stream",
      { name: "stderr", text: `${death.message}\n` },
      session.latestParent,
    );
  });
}
