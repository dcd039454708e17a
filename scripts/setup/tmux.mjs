// The terminal in which the tests drive `jupyter console`.
import { existsSync } from "node:fs";
import { debian } from "./debian.mjs";

const places = ["/usr/bin/tmux", "/usr/local/bin/tmux", "/opt/homebrew/bin/tmux"];

/** Path of tmux, installed where we are root on Debian; undefined where there is none. */
export function ensureTmux() {
  const named = process.env.TUNEBOOK_TMUX;
  if (named) return named;
  const find = () => places.find((path) => existsSync(path));
  return (
    find() ??
    (debian(["tmux"], "the terminal in which the tests drive jupyter console") ? find() : undefined)
  );
}
