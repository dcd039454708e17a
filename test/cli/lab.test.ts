import { expect, it } from "vitest";
import lab from "../../cli/commands/lab.ts";
import { understand } from "../../cli/support/dispatch.ts";
import { labWords } from "../../cli/support/lab-words.ts";

const read = (...words: string[]) => understand("lab", lab, words);

it("hands on what JupyterLab knows, with its values, and keeps the notebook and its own option", () => {
  expect(read("--port", "8899", "a.ipynb", "--no-browser", "--ip=0.0.0.0")).toMatchObject({
    values: { "no-browser": true },
    positionals: ["a.ipynb", "--port", "8899", "--ip=0.0.0.0"],
  });
  expect(read("--debug", "folder", "-y").positionals).toEqual(["folder", "--debug", "-y"]);
  expect(read("--port", "8899").positionals).toEqual(["--port", "8899"]);
});

it("hands on all that stands behind --", () => {
  const { values, positionals } = read("a.ipynb", "--port=1", "--", "--no-browser", "--x", "y");
  expect(values).toEqual({});
  expect(positionals).toEqual(["a.ipynb", "--port=1", "--no-browser", "--x", "y"]);
});

it("tells JupyterLab nothing twice, which it would refuse", () => {
  const words = (...more: string[]) =>
    labWords({ folder: "/n", notebook: "a b.ipynb", noBrowser: true, isRoot: false, more });
  expect(words("--port", "8899")).toEqual([
    "-m",
    "jupyterlab",
    "--ServerApp.ip=127.0.0.1",
    "--ServerApp.root_dir=/n",
    "--no-browser",
    "--LabApp.default_url=/lab/tree/a%20b.ipynb",
    "--port",
    "8899",
  ]);
  const own = ["--ip", "0.0.0.0", "--notebook-dir=/m", "--LabApp.default_url=/tree"];
  expect(words(...own)).toEqual(["-m", "jupyterlab", "--no-browser", ...own]);
});
