// `npm start`: everything from a fresh clone to the course open in JupyterLab. `npm start -- --help` says how.
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, installPackages } from "./setup/packages.mjs";
import { ensurePython, pythonIn } from "./setup/python.mjs";
import { fail, run, say } from "./setup/say.mjs";
import { HELP, readOptions } from "./setup/start-options.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const options = readOptions(process.argv.slice(2));
if (options.wrong) fail(options.wrong);
if (options.help) {
  process.stdout.write(HELP);
  process.exit();
}
const cli = join(root, "dist", "cli", "main.js");
const tunebook = (...args) =>
  run(process.execPath, [cli, ...args], { cwd: root, show: true }) ||
  fail(`tunebook ${args.join(" ")} failed (see above).`);

installPackages(root);
build(root);

const python = ensurePython(root, "jupyter");
if (!python) {
  const why = existsSync(pythonIn(root))
    ? "JupyterLab could not be installed into .python/ (see above). Once pip reaches a package index (PIP_INDEX_URL names another one), run npm start again."
    : "no Python 3.10 or later with venv was found, and JupyterLab needs one (Debian: apt-get install python3-venv; elsewhere: python.org).";
  fail(`${why}
What works without it: node dist/cli/main.js run NOTEBOOK executes a notebook and saves it, for instance
  node dist/cli/main.js run notebooks/course/01-why-tuning-is-hard.ipynb --output lesson.ipynb`);
}
tunebook("install", "--prefix", join(root, ".python"));

// A copy, so that working through the course does not change the clone; what is there is kept.
const course = join(root, "my-course");
tunebook("course", course);

const port = options.port ?? (await freePort());
const token = randomBytes(24).toString("hex");
const server = spawn(
  python,
  [
    "-m",
    "jupyter",
    "lab",
    "--ServerApp.ip=127.0.0.1",
    `--ServerApp.port=${port}`,
    "--ServerApp.port_retries=0",
    `--IdentityProvider.token=${token}`,
    `--ServerApp.root_dir=${course}`,
    ...(options.check || options.noBrowser ? ["--no-browser"] : []),
    ...(process.getuid?.() === 0 ? ["--allow-root"] : []),
    ...(options.check ? [] : ["--LabApp.default_url=/lab/tree/01-why-tuning-is-hard.ipynb"]),
  ],
  { cwd: course, stdio: options.check ? ["ignore", "pipe", "pipe"] : "inherit" },
);

if (options.check) {
  let log = "";
  for (const stream of [server.stdout, server.stderr]) stream.on("data", (data) => (log += data));
  const ended = new Promise((done) => server.once("close", done));
  const origin = `http://127.0.0.1:${port}`;
  const answered = run(python, [join(root, "scripts", "setup", "run-one-cell.py"), origin, token], {
    show: true,
  });
  server.kill();
  await ended;
  if (!answered)
    fail(`JupyterLab did not run a cell (see above). Its log ends:\n${log.slice(-3000)}`);
  say("JupyterLab started, and a cell ran on the Tunebook kernel through it.");
} else {
  say(
    `JupyterLab: http://127.0.0.1:${port}/lab/tree/01-why-tuning-is-hard.ipynb?token=${token}  (Ctrl+C ends it)`,
  );
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => server.kill(signal));
  server.on("exit", (code) => process.exit(code ?? 0));
}

function freePort() {
  return new Promise((done, failed) => {
    const probe = createServer().once("error", failed);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });
}
