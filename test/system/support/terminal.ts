/** A terminal of 120 × 40 in tmux, in which a test types and reads what a user would see. */
import { execFileSync, spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";

/** tmux: TUNEBOOK_TMUX, else where a system has it; undefined if there is none. */
export const tmux: string | undefined = [
  process.env["TUNEBOOK_TMUX"],
  "/usr/bin/tmux",
  "/usr/local/bin/tmux",
  "/opt/homebrew/bin/tmux",
].find((path) => path !== undefined && existsSync(path));

/** How long something may take to appear. */
const LIMIT_MS = 90_000;

/** A terminal with one program in it; both end when disposed. */
export class Terminal {
  // A server of its own, so that no other session is touched.
  readonly #socket = `tunebook-${randomUUID()}`;

  constructor(command: string[], options: { env: Record<string, string>; cwd: string }) {
    const { env, cwd } = options;
    const words = ["-f", "/dev/null", "new-session", "-d", "-x", "120", "-y", "40", "-c", cwd];
    this.#tmux(env, ...words, ...command);
    // Once the program has ended its last words can still be read.
    this.#tmux({}, "set-option", "-g", "remain-on-exit", "on");
  }

  /** Types a text as it stands. */
  type(text: string): void {
    // A last semicolon would end tmux's own command.
    this.#tmux({}, "send-keys", "-l", "--", text.replace(/;$/, "\\;"));
  }

  /** Presses keys by tmux's names: Enter, Tab, C-c, … */
  press(...keys: string[]): void {
    this.#tmux({}, "send-keys", ...keys);
  }

  /** All that is and was to be seen, without trailing blanks. */
  screen(): string {
    return this.#tmux({}, "capture-pane", "-p", "-J", "-S", "-").trimEnd();
  }

  /** Resolves when what is to be seen matches. @throws Error with what is there, where it never does */
  async shows(pattern: RegExp): Promise<string> {
    const deadline = Date.now() + LIMIT_MS;
    for (;;) {
      const screen = this.screen();
      if (pattern.test(screen)) return screen;
      if (Date.now() > deadline) throw new Error(`Never saw ${String(pattern)} in:\n${screen}`);
      await new Promise((done) => setTimeout(done, 50));
    }
  }

  /** Resolves once the program has ended. @throws Error with what is there, where it never does */
  async ended(): Promise<void> {
    const deadline = Date.now() + LIMIT_MS;
    while (this.#tmux({}, "display-message", "-p", "#{pane_dead}").trim() !== "1") {
      if (Date.now() > deadline) throw new Error(`It never ended. It says:\n${this.screen()}`);
      await new Promise((done) => setTimeout(done, 50));
    }
  }

  [Symbol.dispose](): void {
    spawnSync(tmux!, ["-L", this.#socket, "kill-server"]);
  }

  #tmux(env: Record<string, string>, ...words: string[]): string {
    return execFileSync(tmux!, ["-L", this.#socket, ...words], {
      encoding: "utf8",
      env: { ...process.env, ...env },
    });
  }
}
