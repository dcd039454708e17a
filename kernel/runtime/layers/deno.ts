/**
 * What notebooks written for Deno's kernel use of `Deno`: `Deno.jupyter`, and the everyday names for
 * files, environment and versions, on top of Node. Any other name throws a sentence with Node's word for it.
 */
import { randomUUID } from "node:crypto";
import fs from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import { inspect } from "node:util";
import { outputCell } from "../cell.ts";
import { send } from "../channel.ts";
import { clearDisplay, displayBundle } from "../displays.ts";
import { drawn } from "../display-api.ts";
import { draw } from "../drawing/draw.ts";
import { imageType } from "../drawing/pictures.ts";
import { print } from "../output.ts";
import type { MimeBundle } from "../protocol.ts";

const $display = Symbol.for("Jupyter.display");

/** Something that says how it is drawn. */
interface Displayable {
  [$display](): MimeBundle;
}

const displayable = (bundle: MimeBundle): Displayable => ({ [$display]: () => bundle });

/** A tagged template whose text is shown as `mime`. */
const template =
  (mime: string) =>
  (strings: TemplateStringsArray, ...values: unknown[]): Displayable =>
    displayable({
      [mime]: strings.reduce((text, part, at) => text + String(values[at - 1] ?? "") + part),
    });

interface DisplayOptions {
  /** The value is itself a bundle, by MIME type. */
  raw?: boolean;
  update?: boolean;
  display_id?: string;
}

/** A message of Jupyter's protocol to everybody; only those kinds that a kernel's user has something to say by. */
async function broadcast(
  type: string,
  content: Record<string, unknown>,
  extra: { metadata?: object; buffers?: (Uint8Array | ArrayBuffer)[] } = {},
): Promise<void> {
  const id = outputCell()?.id ?? 0;
  switch (type) {
    case "display_data":
    case "update_display_data": {
      const { display_id } = (content["transient"] ?? {}) as { display_id?: string };
      const { data } = drawn((content["data"] ?? {}) as MimeBundle);
      const metadata = content["metadata"] as Record<string, unknown> | undefined;
      return displayBundle(data, { id: display_id, update: type !== "display_data", metadata });
    }
    case "clear_output":
      return clearDisplay({ wait: Boolean(content["wait"]) });
    case "stream":
      return print(content["name"] === "stderr" ? "stderr" : "stdout", String(content["text"]));
    case "comm_open":
    case "comm_msg":
    case "comm_close":
      return send({
        type,
        id,
        commId: String(content["comm_id"]),
        target: content["target_name"] as string | undefined,
        data: content["data"] ?? {},
        metadata: extra.metadata,
        buffers: (extra.buffers ?? []).map((bytes) =>
          Buffer.from(bytes instanceof ArrayBuffer ? new Uint8Array(bytes) : bytes).toString(
            "base64",
          ),
        ),
      });
    default:
      throw new TypeError(
        `Deno.jupyter.broadcast sends display_data, update_display_data, clear_output, stream, comm_open, comm_msg and comm_close here, and was given "${type}".`,
      );
  }
}

const jupyter = {
  $display,
  broadcast,
  html: template("text/html"),
  md: template("text/markdown"),
  svg: template("image/svg+xml"),
  /** An image by its path, or by its bytes. */
  image(source: string | Uint8Array): Displayable {
    const bytes = typeof source === "string" ? fs.readFileSync(source) : source;
    const type = imageType(bytes);
    if (type === undefined) {
      throw new TypeError("Deno.jupyter.image takes a PNG, JPEG, GIF or WebP, and this is none.");
    }
    return displayable({ [type]: Buffer.from(bytes).toString("base64") });
  },
  /** The bundle of any value. */
  format: async (value: unknown): Promise<MimeBundle> => (await draw(value)).data,
  async display(value: unknown, options: DisplayOptions = {}): Promise<void> {
    const { data, metadata } = options.raw ? drawn(value as MimeBundle) : await draw(value);
    const id = options.display_id ?? (options.update ? randomUUID() : undefined);
    displayBundle(data, { id, update: options.update, metadata });
  },
};

const env = {
  get: (name: string): string | undefined => process.env[name],
  set: (name: string, value: string): void => void (process.env[name] = value),
  has: (name: string): boolean => name in process.env,
  delete: (name: string): void => void delete process.env[name],
  toObject: (): Record<string, string> => ({ ...process.env }) as Record<string, string>,
};

type Path = string | URL;
type Bytes = Uint8Array;

/** `readTextFile` and its like, with and without `Sync`. */
const files = {
  readTextFile: (path: Path) => fs.promises.readFile(path, "utf8"),
  readTextFileSync: (path: Path) => fs.readFileSync(path, "utf8"),
  readFile: async (path: Path): Promise<Bytes> => new Uint8Array(await fs.promises.readFile(path)),
  readFileSync: (path: Path): Bytes => new Uint8Array(fs.readFileSync(path)),
  writeTextFile: (path: Path, text: string, options?: WriteOptions) =>
    fs.promises.writeFile(path, text, flagOf(options)),
  writeTextFileSync: (path: Path, text: string, options?: WriteOptions) =>
    fs.writeFileSync(path, text, flagOf(options)),
  writeFile: (path: Path, bytes: Bytes, options?: WriteOptions) =>
    fs.promises.writeFile(path, bytes, flagOf(options)),
  writeFileSync: (path: Path, bytes: Bytes, options?: WriteOptions) =>
    fs.writeFileSync(path, bytes, flagOf(options)),
  mkdir: async (path: Path, options?: { recursive?: boolean }) => {
    await fs.promises.mkdir(path, options);
  },
  remove: (path: Path, options?: { recursive?: boolean }) => fs.promises.rm(path, options),
  rename: (from: Path, to: Path) => fs.promises.rename(from, to),
  copyFile: (from: Path, to: Path) => fs.promises.copyFile(from, to),
  async *readDir(path: Path) {
    for (const entry of await fs.promises.readdir(path, { withFileTypes: true })) {
      yield {
        name: entry.name,
        isFile: entry.isFile(),
        isDirectory: entry.isDirectory(),
        isSymlink: entry.isSymbolicLink(),
      };
    }
  },
};

interface WriteOptions {
  append?: boolean;
}

const flagOf = (options?: WriteOptions) => ({ flag: options?.append ? "a" : "w" });

const known = {
  jupyter,
  env,
  ...files,
  args: [] as string[],
  cwd: () => process.cwd(),
  chdir: (folder: Path) => process.chdir(String(folder)),
  inspect: (value: unknown, options?: object) => inspect(value, options),
  pid: process.pid,
  hostname: () => os.hostname(),
  memoryUsage: () => process.memoryUsage(),
  get version() {
    const require = createRequire(import.meta.url);
    const { version } = require("typescript/package.json") as { version: string };
    return { deno: `Node ${process.versions.node}`, v8: process.versions.v8, typescript: version };
  },
  get build() {
    const { platform, arch } = process;
    const system = platform === "win32" ? "windows" : platform;
    return { os: system, arch: arch === "x64" ? "x86_64" : arch === "arm64" ? "aarch64" : arch };
  },
};

/** What Node has in the place of what is not here. */
const EQUIVALENTS: Record<string, string> = {
  Command: 'spawn or execFile of "node:child_process"',
  run: 'spawn or execFile of "node:child_process"',
  serve: 'createServer of "node:http"',
  serveHttp: 'createServer of "node:http"',
  listen: 'createServer of "node:net"',
  connect: 'connect of "node:net"',
  connectTls: 'connect of "node:tls"',
  resolveDns: 'resolve of "node:dns/promises"',
  stat: 'stat of "node:fs/promises"',
  lstat: 'lstat of "node:fs/promises"',
  open: 'open of "node:fs/promises"',
  create: 'open of "node:fs/promises"',
  readDirSync: 'readdirSync of "node:fs"',
  statSync: 'statSync of "node:fs"',
  mkdirSync: 'mkdirSync of "node:fs"',
  removeSync: 'rmSync of "node:fs"',
  realPath: 'realpath of "node:fs/promises"',
  makeTempDir: 'mkdtemp of "node:fs/promises"',
  makeTempFile: 'mkdtemp of "node:fs/promises"',
  watchFs: 'watch of "node:fs"',
  errors: 'the code of Node\'s errors: error.code === "ENOENT"',
  stdin: "process.stdin, or prompt()",
  stdout: "process.stdout",
  stderr: "process.stderr",
  exit: "process.exit()",
  addSignalListener: "process.on",
  permissions: "nothing: a notebook may do what its user may",
  test: 'test of "node:test"',
  bench: "%timeit",
  dlopen: "a native module of npm",
  openKv: "a package of npm such as libsql or level",
  cron: "setInterval, or a package of npm such as croner",
  osRelease: 'release of "node:os"',
  networkInterfaces: 'networkInterfaces of "node:os"',
  execPath: "process.execPath",
  mainModule: "import.meta.url",
  createHttpClient: "fetch",
};

/** Names by which others ask what an object is, and which must not throw. */
const ASKED = new Set(["then", "toJSON", "constructor", "inspect", "toString", "valueOf"]);

/** `Deno` as cells see it. */
export function makeDeno(): typeof known {
  return new Proxy(known, {
    get(target, name, receiver) {
      if (
        typeof name === "symbol" ||
        name in target ||
        ASKED.has(name) ||
        /^[_$]|HTML$/.test(name)
      ) {
        return Reflect.get(target, name, receiver) as unknown;
      }
      const instead = EQUIVALENTS[name];
      throw new Error(
        `Deno.${name} is not here, since this kernel runs on Node. ` +
          (instead === undefined
            ? "Look for the same in Node's own modules, or in a package of npm."
            : `Node has ${instead}.`),
      );
    },
  });
}
