/**
 * A real JupyterLab (or Notebook 7) in a real browser, for system tests.
 *
 *     await using server = await startJupyter({ kernels: [prefix] });   // or app: "notebook"
 *     const notebook = await server.open("lesson.ipynb");               // lies in server.root
 *     await notebook.runAll();
 *     await notebook.page.locator(".tunebook-panel").screenshot({ path: "panel.png" });
 *     const cells = await notebook.save();                              // as they are in the file now
 *
 * Settings, configuration, runtime files and Jupyter's data directory are scratch. Kernels of the
 * Python environment itself (python3) are there as well.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Dialog, Locator, Page } from "playwright-core";
import { freePorts } from "../../../cli/support/free-ports.ts";
import { openBrowser } from "./browser.ts";
import { python, root as projectRoot } from "./run.ts";

export { browserPath } from "./browser.ts";

/** A cell of a notebook file, as far as tests look at it. */
export interface NotebookCell {
  cell_type: string;
  id?: string;
  source: string | string[];
  execution_count?: number | null;
  outputs?: Record<string, unknown>[];
  metadata: Record<string, unknown>;
}

export interface JupyterOptions {
  /** Default "lab". */
  app?: "lab" | "notebook";
  /** Prefixes (as in `tunebook install --prefix P`) whose `share/jupyter` holds kernels and labextensions. */
  prefixes?: string[];
  /** Put the labextension of the build in `dist/` into Jupyter's data directory. Default true. */
  labextension?: boolean;
  /** Default "light". */
  theme?: "light" | "dark";
  /** Further environment of the server, hence of its kernels. */
  env?: Record<string, string>;
}

/** How a notebook is opened. */
export interface PageOptions {
  /** Default 1400 × 1000. */
  viewport?: { width: number; height: number };
  /** Pixels of the screen for each of the page. Default 1. */
  scale?: number;
  /** With false no kernel is started, as when somebody only reads it. Default true. */
  kernel?: boolean;
}

/** Starts a server and a browser. Ends both, and every kernel, when disposed. */
export async function startJupyter(options: JupyterOptions = {}): Promise<JupyterBrowser> {
  const scratch = mkdtempSync(join(tmpdir(), "tunebook-jupyter-"));
  const root = join(scratch, "notebooks");
  const data = join(scratch, "data");
  mkdirSync(root);
  if (options.labextension !== false) {
    cpSync(join(projectRoot, "dist", "labextension"), join(data, "labextensions", "tunebook"), {
      recursive: true,
    });
  }
  const setting = (folder: string, name: string, value: object) => {
    const path = join(scratch, "settings", "@jupyterlab", folder);
    mkdirSync(path, { recursive: true });
    writeFileSync(join(path, `${name}.jupyterlab-settings`), JSON.stringify(value));
  };
  // A fresh profile asks about news and updates: not here.
  setting("apputils-extension", "notification", { fetchNews: "false", checkForUpdates: false });
  setting("apputils-extension", "themes", {
    theme: options.theme === "dark" ? "JupyterLab Dark" : "JupyterLab Light",
    "adaptive-theme": false,
  });
  // However busy the machine is, the kernel's completions are waited for.
  setting("completer-extension", "manager", { providerTimeout: 60_000 });
  setting("notebook-extension", "tracker", { windowingMode: "none" });

  const app = options.app ?? "lab";
  const [port] = (await freePorts(1)) as [number];
  const token = randomBytes(16).toString("hex");
  if (!python) throw new Error("There is no Python with Jupyter; name one in TUNEBOOK_PYTHON.");
  const server = spawn(
    python,
    [
      "-m",
      app === "lab" ? "jupyterlab" : "notebook",
      "--no-browser",
      "--allow-root",
      "--expose-app-in-browser",
      "--ServerApp.ip=127.0.0.1",
      `--ServerApp.port=${port}`,
      "--ServerApp.port_retries=0",
      `--IdentityProvider.token=${token}`,
      `--ServerApp.root_dir=${root}`,
    ],
    {
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...process.env,
        JUPYTER_DATA_DIR: data,
        JUPYTER_CONFIG_DIR: join(scratch, "config"),
        JUPYTER_RUNTIME_DIR: join(scratch, "runtime"),
        JUPYTERLAB_SETTINGS_DIR: join(scratch, "settings"),
        JUPYTERLAB_WORKSPACES_DIR: join(scratch, "workspaces"),
        JUPYTER_PATH: (options.prefixes ?? [])
          .map((prefix) => join(prefix, "share", "jupyter"))
          .join(":"),
        ...options.env,
      },
    },
  );
  const started = new JupyterBrowser(server, { app, root, scratch, token, port });
  try {
    await started.ready();
  } catch (error) {
    await started[Symbol.asyncDispose]();
    throw error;
  }
  return started;
}

interface Where {
  app: "lab" | "notebook";
  root: string;
  scratch: string;
  token: string;
  port: number;
}

/** A running server with a browser of its own. */
export class JupyterBrowser {
  /** The folder that the server shows: put notebooks here. */
  readonly root: string;
  readonly origin: string;
  readonly token: string;
  /** What the server printed, for messages of failure. */
  log = "";
  readonly #where: Where;
  readonly #server: ChildProcess;
  readonly #ended: Promise<unknown>;
  #browser: Browser | undefined;

  constructor(server: ChildProcess, where: Where) {
    this.#server = server;
    this.#where = where;
    this.root = where.root;
    this.token = where.token;
    this.origin = `http://127.0.0.1:${where.port}`;
    server.stdout!.on("data", (data) => (this.log += data));
    server.stderr!.on("data", (data) => (this.log += data));
    server.on("error", (error) => (this.log += error.message));
    this.#ended = new Promise((done) => server.once("close", done));
  }

  async ready(): Promise<void> {
    const deadline = Date.now() + 90_000;
    for (;;) {
      const answer = await this.#ask("GET", "/api/status").catch(() => undefined);
      if (answer?.ok) break;
      if (this.#server.exitCode !== null || Date.now() > deadline) {
        throw new Error(`Jupyter did not start: ${this.log.slice(-3000)}`);
      }
      await new Promise((done) => setTimeout(done, 100));
    }
    this.#browser = await openBrowser("--disable-gpu");
  }

  /** Opens a notebook that lies in `root` in a page of its own. */
  async open(name: string, options: PageOptions = {}): Promise<NotebookPage> {
    const page = await this.#browser!.newPage({
      viewport: options.viewport ?? { width: 1400, height: 1000 },
      deviceScaleFactor: options.scale ?? 1,
    });
    page.setDefaultTimeout(60_000);
    const notebook = new NotebookPage(page);
    page.on("console", (message) => {
      if (message.type() === "error") notebook.errors.push(message.text().slice(0, 500));
    });
    page.on("pageerror", (error) => notebook.errors.push(String(error).slice(0, 500)));
    if (options.kernel === false) {
      // The session is refused, so that nothing can be run.
      await page.route("**/api/sessions*", (route) =>
        route.request().method() === "POST" ? route.abort() : route.continue(),
      );
      // JupyterLab says so, and may then ask for another kernel.
      const dialog = page.locator(".jp-Dialog").last();
      const refuse = async () => {
        const no = dialog.locator(".jp-mod-reject");
        const button = (await no.count()) > 0 ? no : dialog.locator(".jp-mod-accept");
        await button.first().click();
      };
      await page.addLocatorHandler(dialog, refuse, { noWaitAfter: true });
    }
    const folder = this.#where.app === "lab" ? "lab/tree" : "notebooks";
    const address = `${this.origin}/${folder}/${encodeURIComponent(name)}?token=${this.token}&reset`;
    await notebook.load(() => page.goto(address), options.kernel !== false);
    return notebook;
  }

  #ask(method: string, path: string): Promise<Response> {
    return fetch(this.origin + path, {
      method,
      headers: { authorization: `token ${this.token}` },
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser?.close();
    // The server's own shutdown also ends its kernels.
    await this.#ask("POST", "/api/shutdown").catch(() => this.#server.kill());
    const giveUp = setTimeout(() => this.#server.kill("SIGKILL"), 30_000);
    await this.#ended;
    clearTimeout(giveUp);
    // A kernel that is just ending may still write there.
    rmSync(this.#where.scratch, { recursive: true, force: true, maxRetries: 10 });
  }
}

/** What `--expose-app-in-browser` puts on the page, as far as tests use it. */
export interface JupyterWindow {
  jupyterapp?: {
    restored: Promise<void>;
    commands: { execute(id: string, args?: object): Promise<unknown> };
    shell: { currentWidget?: JupyterPanel };
  };
}

interface JupyterKernel {
  name: string;
  status: string;
  info: Promise<unknown>;
  requestExecute(content: object): {
    done: Promise<{
      content: {
        status: string;
        evalue?: string;
        user_expressions?: Record<string, { data?: Record<string, string>; evalue?: string }>;
      };
    }>;
  };
}

interface JupyterPanel {
  context: { ready: Promise<void>; model: { dirty: boolean } };
  sessionContext: {
    ready: Promise<void>;
    session?: { kernel?: JupyterKernel | null } | null;
  };
  content: {
    model: {
      cells: Iterable<{ trusted?: boolean }>;
      sharedModel: { toJSON(): { cells: NotebookCell[] } };
    };
  };
}

/** Milliseconds that a page may take to have its kernel before it is loaded once more. */
const LOAD_LIMIT = 50_000;

/** A notebook open in the browser. */
export class NotebookPage {
  readonly page: Page;
  /** What the page wrote to its console as an error. */
  readonly errors: string[] = [];

  constructor(page: Page) {
    this.page = page;
  }

  /** Resolves when the page has the notebook and, unless it has none, its kernel. */
  async ready(withKernel = true): Promise<void> {
    const { page } = this;
    await page.waitForFunction(
      () => (globalThis as unknown as JupyterWindow).jupyterapp?.shell.currentWidget?.context,
      null,
      { polling: 100 },
    );
    await page.evaluate(async (kernel) => {
      const app = (globalThis as unknown as JupyterWindow).jupyterapp!;
      const panel = app.shell.currentWidget!;
      await app.restored;
      await panel.context.ready;
      if (kernel) {
        await panel.sessionContext.ready;
        await panel.sessionContext.session?.kernel?.info;
      }
    }, withKernel);
  }

  /** Loads the page anew, as a user does with unsaved work: asked whether to leave, they do. */
  reload(): Promise<void> {
    return this.load(() => this.page.reload());
  }

  /** Loads the page by `first`; resolves as `ready`. */
  async load(first: () => Promise<unknown>, withKernel = true): Promise<void> {
    const leave = (dialog: Dialog) => void dialog.accept();
    this.page.on("dialog", leave);
    for (let loads = 1; ; loads++) {
      await (loads === 1 ? first() : this.page.reload());
      const ready = this.ready(withKernel).then(() => true);
      // What is still asked of a page that is left is answered with an error.
      ready.catch(() => {});
      const isReady = await Promise.race([
        ready,
        new Promise<false>((done) => setTimeout(() => done(false), LOAD_LIMIT).unref()),
      ]);
      if (isReady) break;
      // Now and then JupyterLab waits for ever for a kernel that runs: a user loads the page once more.
      if (loads === 2) throw new Error("The page was loaded twice, and never had its kernel.");
    }
    this.page.off("dialog", leave);
  }

  /** Runs every cell; resolves when the last one ended, or one failed. */
  runAll(): Promise<void> {
    return this.command("notebook:run-all-cells");
  }

  /** Starts to run every cell and does not wait; the promise resolves as that of `runAll`. */
  startAll(): { done: Promise<void> } {
    return { done: this.runAll() };
  }

  /** Executes one of JupyterLab's commands. */
  command(id: string, args: object = {}): Promise<void> {
    return this.page.evaluate(
      async ([command, given]) => {
        const app = (globalThis as unknown as JupyterWindow).jupyterapp!;
        await app.commands.execute(command, given);
      },
      [id, args] as const,
    );
  }

  /** One code cell, by its place among all cells. */
  cell(index: number): Locator {
    return this.page.locator(".jp-Notebook .jp-Cell").nth(index);
  }

  /** Puts the cursor at the end of a cell's text. */
  async edit(index: number): Promise<void> {
    await this.cell(index).locator(".cm-content").click();
    await this.page.keyboard.press("ControlOrMeta+End");
  }

  /** Runs one cell from the keyboard, and does not wait for it. */
  async start(index: number): Promise<void> {
    await this.edit(index);
    await this.page.keyboard.press("ControlOrMeta+Enter");
  }

  /** Presses a button of the notebook's toolbar: "interrupt", "restart", "restart-and-run", … */
  async press(name: string): Promise<void> {
    await this.page
      .locator(`.jp-NotebookPanel-toolbar [data-jp-item-name="${name}"] jp-button`)
      .click();
  }

  /** Answers the dialog that asks, with its accepting button. */
  async accept(): Promise<void> {
    await this.page.locator(".jp-Dialog .jp-mod-accept").click();
  }

  /** Resolves when a cell's output shows a text, with all that it shows. */
  async shows(index: number, text: string | RegExp): Promise<string> {
    const output = this.cell(index).locator(".jp-OutputArea-output");
    await output.filter({ hasText: text }).first().waitFor();
    return (await output.allInnerTexts()).join("\n");
  }

  /** Resolves when a cell's prompt is a text, as `[3]:` once it ran for the third time. */
  async prompts(index: number, text: string): Promise<void> {
    await this.cell(index).locator(".jp-InputPrompt").filter({ hasText: text }).waitFor();
  }

  /** Keeps a picture of the page for people, in `.cache/screenshots/`. */
  async picture(name: string): Promise<void> {
    await this.page.screenshot({ path: join(projectRoot, ".cache/screenshots", `${name}.png`) });
  }

  /** Saves the notebook and returns its cells. */
  async save(): Promise<NotebookCell[]> {
    await this.command("docmanager:save");
    return this.cells();
  }

  /** The cells as the page holds them. */
  cells(): Promise<NotebookCell[]> {
    return this.page.evaluate(() => {
      const panel = (globalThis as unknown as JupyterWindow).jupyterapp!.shell.currentWidget!;
      return panel.content.model.sharedModel.toJSON().cells;
    });
  }

  /**
   * Runs code on the notebook's kernel, in no cell, then evaluates an expression there.
   * @returns the expression's value as text
   */
  async evaluate(code: string, expression = "undefined"): Promise<string> {
    return this.page.evaluate(
      async ([given, wanted]) => {
        const { currentWidget } = (globalThis as unknown as JupyterWindow).jupyterapp!.shell;
        const { content } = await currentWidget!.sessionContext.session!.kernel!.requestExecute({
          code: given,
          silent: false,
          store_history: false,
          user_expressions: { value: wanted },
        }).done;
        const value = content.user_expressions?.["value"];
        if (content.status !== "ok") throw new Error(content.evalue);
        return value?.data?.["text/plain"] ?? value?.evalue ?? "";
      },
      [code, expression] as const,
    );
  }

  /** The name of the kernel that runs: JupyterLab takes another one silently where it must. */
  kernelName(): Promise<string | undefined> {
    return this.page.evaluate(
      () =>
        (globalThis as unknown as JupyterWindow).jupyterapp!.shell.currentWidget!.sessionContext
          .session?.kernel?.name,
    );
  }

  /** Whether the page trusts every cell. */
  trusted(): Promise<boolean> {
    return this.page.evaluate(() =>
      [
        ...(globalThis as unknown as JupyterWindow).jupyterapp!.shell.currentWidget!.content.model
          .cells,
      ].every((cell) => cell.trusted !== false),
    );
  }

  async close(): Promise<void> {
    await this.page.close();
  }
}

/** A notebook file's content with these code cells. */
export function notebookOf(kernel: string, sources: string[], outputs: object[][] = []): string {
  return JSON.stringify({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { kernelspec: { name: kernel, display_name: kernel, language: "" } },
    cells: sources.map((source, index) => ({
      cell_type: "code",
      id: `cell-${index}`,
      metadata: {},
      execution_count: outputs[index] ? index + 1 : null,
      source,
      outputs: outputs[index] ?? [],
    })),
  });
}
