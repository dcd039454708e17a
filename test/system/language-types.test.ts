import { expect, test } from "vitest";
import { notebook } from "../kernel/language/notebook.ts";

test("in an empty folder the built library has its types, and says what a study's parameters are", async () => {
  const { cell, errors, language } = notebook();
  const study = `import { choice, float, openStudy } from "tunebook";
import { digits, fit } from "tunebook/tensorflow";
const study = await openStudy({
  space: { rate: float(1e-4, 1e-1, { log: true }), batch: choice([16, 32]) },
  objectives: { loss: "minimize" },
});`;
  expect(await cell(study)).toEqual([]);
  expect(await errors("const rate: string = study.best!.params.rate")).toEqual([
    "2322: Type 'number' is not assignable to type 'string'.",
  ]);
  expect(await errors("const batch: 16 | 32 = study.best!.params.batch; digits; fit")).toEqual([]);
  const { items } = await language.complete("study.best?.params.", 19);
  expect(items.map(({ label }) => label)).toEqual(["batch", "rate"]);
});
