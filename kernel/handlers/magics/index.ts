// Derived from the folder by scripts/registries.mjs; do not edit.
import { bash } from "./bash.ts";
import { capture } from "./capture.ts";
import { cd } from "./cd.ts";
import { check } from "./check.ts";
import { conda } from "./conda.ts";
import { debug } from "./debug.ts";
import { env } from "./env.ts";
import { help } from "./help.ts";
import { history } from "./history.ts";
import { html } from "./html.ts";
import { install } from "./install.ts";
import { javascript } from "./javascript.ts";
import { latex } from "./latex.ts";
import { load } from "./load.ts";
import { ls } from "./ls.ts";
import { lsmagic } from "./lsmagic.ts";
import { markdown } from "./markdown.ts";
import { module } from "./module.ts";
import { pip } from "./pip.ts";
import { pwd } from "./pwd.ts";
import { reset } from "./reset.ts";
import { run } from "./run.ts";
import { sh } from "./sh.ts";
import { subshell } from "./subshell.ts";
import { svg } from "./svg.ts";
import { time } from "./time.ts";
import { timeit } from "./timeit.ts";
import { traceback } from "./traceback.ts";
import { uninstall } from "./uninstall.ts";
import { who } from "./who.ts";
import { whos } from "./whos.ts";
import { writefile } from "./writefile.ts";

/** Every magic by its name. */
export const magics = {
  bash,
  capture,
  cd,
  check,
  conda,
  debug,
  env,
  help,
  history,
  html,
  install,
  javascript,
  latex,
  load,
  ls,
  lsmagic,
  markdown,
  module,
  pip,
  pwd,
  reset,
  run,
  sh,
  subshell,
  svg,
  time,
  timeit,
  traceback,
  uninstall,
  who,
  whos,
  writefile,
};
