// What runs notebooks without a page: Jupyter's own commands, on the kernels that `tunebook install` wrote.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { JupyterHome } from "./support/jupyter-home.ts";
import { notebookOf } from "./support/jupyter-lab.ts";
import { cli, python, root, run, succeed } from "./support/run.ts";

interface Output {
  output_type: string;
  text?: string | string[];
  data?: Record<string, string | string[]>;
  ename?: string;
}
interface Cell {
  source: string | string[];
  outputs: Output[];
  metadata: { tags?: string[] };
}

const SOURCES = [
  `interface Trial { rate: number }\nconst trial: Trial = { rate: 0.5 };`,
  `console.log("rate", trial.rate);\nawait Promise.resolve(trial.rate * 2)`,
];

let jupyter: JupyterHome;
beforeAll(async () => {
  if (python) jupyter = await JupyterHome.make();
});
afterAll(() => jupyter?.[Symbol.dispose]());

const text = (value: string | string[] | undefined) => [value ?? ""].flat().join("");
const cellsOf = (name: string) =>
  (
    JSON.parse(
      // papermill notes an infinite parameter in a way that is no JSON.
      readFileSync(join(jupyter.folder, name), "utf8").replace('"rate": Infinity', '"rate": null'),
    ) as { cells: Cell[] }
  ).cells;
/** What the kernel told of its language, as it is in a notebook that was run. */
const cellsLanguage = (name: string): unknown =>
  JSON.parse(readFileSync(join(jupyter.folder, name), "utf8")).metadata.language_info;
const expectRun = (cells: Cell[]) => {
  const outputs = cells.at(-1)!.outputs;
  expect(outputs.map(({ output_type }) => output_type)).toEqual(["stream", "execute_result"]);
  expect(text(outputs[0]!.text)).toBe("rate 0.5\n");
  expect(text(outputs[1]!.data?.["text/plain"])).toBe("1");
};

describe.skipIf(!python)("Jupyter's commands", () => {
  it("jupyter execute runs a notebook in place", async () => {
    jupyter.write("execute.ipynb", notebookOf("tunebook", SOURCES));
    const { code, stderr } = await jupyter.jupyter("execute", "--inplace", "execute.ipynb");
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expectRun(cellsOf("execute.ipynb"));
  });

  it("jupyter execute ends with 1 and the mapped error of the cell that failed", async () => {
    const failing = [
      ...SOURCES,
      `const none: { name: string } | undefined = JSON.parse("null");\nnone!.name`,
    ];
    jupyter.write("failing.ipynb", notebookOf("tunebook", failing));
    const { code, stderr } = await jupyter.jupyter("execute", "--inplace", "failing.ipynb");
    expect(code).not.toBe(0);
    expect(stderr).toContain("TypeError: Cannot read properties of null (reading 'name')");
    expect(stderr).toMatch(/at Cell \[3\]:2:7/);
  });

  it("jupyter run runs a file of TypeScript, and one of JavaScript", async () => {
    const file = jupyter.write("file.ts", `const n: number = 6 * 7;\nconsole.log("is", n);`);
    const typed = await jupyter.jupyter("run", "--kernel", "tunebook", file);
    expect(typed).toMatchObject({ code: 0, stdout: expect.stringContaining("is 42\n") });
    const script = jupyter.write("file.js", `total = 6 * 7;\nconsole.log("is", total);`);
    const words = ["--kernel", "tunebook-javascript", script];
    expect(await jupyter.jupyter("run", ...words)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("is 42\n"),
    });
  });

  it("jupyter nbconvert --to script gives a .ts file that TypeScript accepts", async () => {
    const sources = [...SOURCES.slice(0, 1), "console.log(trial.rate)"];
    jupyter.write("script.ipynb", notebookOf("tunebook", sources));
    const converted = await jupyter.jupyter(
      "nbconvert",
      "--execute",
      "--to",
      "notebook",
      "--inplace",
      "script.ipynb",
    );
    expect(converted.code).toBe(0);
    const { code } = await jupyter.jupyter("nbconvert", "--to", "script", "script.ipynb");
    expect(code).toBe(0);
    const script = join(jupyter.folder, "script.ts");
    expect(readFileSync(script, "utf8")).toContain("const trial: Trial = { rate: 0.5 };");
    const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
    const types = join(root, "node_modules", "@types");
    const words = [
      script,
      "--noEmit",
      "--typeRoots",
      types,
      "--types",
      "node",
      "--target",
      "es2023",
    ];
    const checked = await run(process.execPath, [tsc, ...words], { cwd: jupyter.folder });
    expect(checked.stdout).toBe("");
    expect(checked.code).toBe(0);
  });

  it("jupyter nbconvert --to html --execute shows the output, and the code in colours", async () => {
    // Its file says which language it is in, as every front end writes it when it saves.
    const notebook = JSON.parse(notebookOf("tunebook", SOURCES));
    notebook.metadata.language_info = cellsLanguage("execute.ipynb");
    jupyter.write("page.ipynb", JSON.stringify(notebook));
    const { code } = await jupyter.jupyter("nbconvert", "--execute", "--to", "html", "page.ipynb");
    expect(code).toBe(0);
    const page = readFileSync(join(jupyter.folder, "page.html"), "utf8");
    expect(page).toContain("rate 0.5");
    // Pygments knew the language: a keyword is a token of its own.
    expect(page).toMatch(/<span class="k[a-z]*">(const|interface)<\/span>/);
    expect(page).toContain("hl-typescript");
  });

  it("tunebook run gives the same notebook as jupyter execute", async () => {
    jupyter.write("ours.ipynb", notebookOf("tunebook", SOURCES));
    await succeed(process.execPath, [cli, "run", "ours.ipynb"], {
      env: jupyter.env,
      cwd: jupyter.folder,
    });
    expectRun(cellsOf("ours.ipynb"));
    const outputs = (name: string) =>
      cellsOf(name).map((cell) =>
        cell.outputs.map((output) => ({ ...output, text: text(output.text) })),
      );
    expect(outputs("ours.ipynb")).toEqual(outputs("execute.ipynb"));
  });
});

describe.skipIf(!python)("papermill", () => {
  let venv: string;
  const env = () => ({ ...jupyter.env, PYTHONPATH: site });
  let site: string;
  const papermill = (...words: string[]) =>
    run(join(venv, "bin", "python"), ["-m", "papermill", ...words], {
      env: env(),
      cwd: jupyter.folder,
    });

  beforeAll(async () => {
    // A Python whose site-packages is its own, and which sees papermill.
    venv = join(jupyter.home, "venv");
    await succeed(python!, ["-m", "venv", "--without-pip", venv]);
    const where = await succeed(python!, [
      "-c",
      "import sysconfig; print(sysconfig.get_paths()['purelib'])",
    ]);
    site = where.stdout.trim();
    const notebook = JSON.parse(
      notebookOf("tunebook", [
        `const epochs = 1; // how often\nlet rate: number = 0.1;\nlet names: string[] = [];`,
        `console.log(JSON.stringify({ epochs, rate, names }), typeof epochs);`,
      ]),
    );
    notebook.cells[0].metadata.tags = ["parameters"];
    notebook.metadata.kernelspec.language = "typescript";
    jupyter.write("in.ipynb", JSON.stringify(notebook));
  });

  it("runs a notebook as it is", async () => {
    const { code, stderr } = await papermill("in.ipynb", "plain.ipynb");
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(text(cellsOf("plain.ipynb").at(-1)!.outputs[0]!.text)).toBe(
      '{"epochs":1,"rate":0.1,"names":[]} number\n',
    );
  });

  it("without its translator takes numbers and plain texts by another language that writes them alike", async () => {
    const refused = await papermill("in.ipynb", "none.ipynb", "-p", "epochs", "5");
    expect(refused.code).not.toBe(0);
    expect(refused.stderr).toContain("No parameter translator functions specified");
    const words = ["-p", "epochs", "5", "-p", "rate", "0.25", "--language", ".net-csharp"];
    const { code, stderr } = await papermill("in.ipynb", "sharp.ipynb", ...words);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(text(cellsOf("sharp.ipynb").at(-1)!.outputs[0]!.text)).toContain(
      '"epochs":5,"rate":0.25',
    );
  });

  it("gives every value in TypeScript after tunebook install --papermill", async () => {
    const words = ["install", "--prefix", venv, "--papermill"];
    const installed = await succeed(process.execPath, [cli, ...words], { env: env() });
    expect(installed.stdout).toMatch(/wrote .*venv\/lib\/.*\/tunebook_papermill\.py/);
    const names = ['say "hi"', "ünïcode 😀", "line\nbreak\u2028", "\\d+"];
    const yaml = JSON.stringify({ names });
    const { code, stderr } = await papermill(
      "in.ipynb",
      "out.ipynb",
      "-p",
      "epochs",
      "5",
      "-y",
      yaml,
      "-y",
      "rate: .inf",
    );
    expect({ code, stderr }).toMatchObject({ code: 0 });
    const cells = cellsOf("out.ipynb");
    expect(cells.map(({ metadata }) => metadata.tags ?? [])).toEqual([
      ["parameters"],
      ["injected-parameters"],
      [],
    ]);
    expect(text(cells[1]!.source)).toBe(
      `// Parameters\nlet names = ${JSON.stringify(names).replaceAll(",", ", ")};\nlet rate = Infinity;\nlet epochs = 5;\n`,
    );
    const printed = text(cells[2]!.outputs[0]!.text);
    expect(printed).toBe(`${JSON.stringify({ epochs: 5, rate: null, names })} number\n`);
  });

  it("gives records, lists in lists, and null", async () => {
    const notebook = JSON.parse(
      notebookOf("tunebook", ["let options: unknown = 0;", "JSON.stringify(options)"]),
    );
    notebook.cells[0].metadata.tags = ["parameters"];
    notebook.metadata.kernelspec.language = "typescript";
    jupyter.write("records.ipynb", JSON.stringify(notebook));
    const options = { "a b": [1, [true, null]], deep: { x: -0.5 }, __proto__x: "" };
    const { code, stderr } = await papermill(
      "records.ipynb",
      "records-out.ipynb",
      "-y",
      JSON.stringify({ options }),
    );
    expect({ code, stderr }).toMatchObject({ code: 0 });
    const { data } = cellsOf("records-out.ipynb").at(-1)!.outputs[0]!;
    expect(text(data?.["text/plain"])).toContain(JSON.stringify(options));
  });

  it("lists the notebook's parameters: --help-notebook", async () => {
    const { code, stdout } = await papermill("--help-notebook", "in.ipynb");
    expect(code).toBe(0);
    expect(stdout).toMatch(/epochs: .*\(default 1\)\s+how often/);
    expect(stdout).toMatch(/rate: number \(default 0\.1\)/);
    expect(stdout).toMatch(/names: string\[\] \(default \[\]\)/);
  });

  it("is without the translator again after tunebook uninstall --papermill", async () => {
    const words = ["uninstall", "--prefix", venv, "--papermill"];
    const { stdout } = await succeed(process.execPath, [cli, ...words], { env: env() });
    expect(stdout.match(/^removed /gm)).toHaveLength(2);
    const refused = await papermill("in.ipynb", "none.ipynb", "-p", "epochs", "5");
    expect(refused.stderr).toContain("No parameter translator functions specified");
  });

  it("is told where it is not there", async () => {
    const empty = join(jupyter.home, "empty");
    await succeed(python!, ["-m", "venv", "--without-pip", empty]);
    const { code, stderr } = await run(
      process.execPath,
      [cli, "install", "--prefix", empty, "--papermill"],
      { env: { ...jupyter.env, PYTHONPATH: "" } },
    );
    expect(code).toBe(1);
    expect(stderr).toMatch(/There is no papermill in .*empty.*pip install papermill/);
  });
});
