import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { magics } from "../../../kernel/handlers/magics/common/registry.ts";
import { handlers } from "../../../kernel/handlers/registry.ts";

const room = join(import.meta.dirname, "../../../kernel/handlers");

test("every file of requests/ is in the table, under the message type that its name says", () => {
  const files = readdirSync(join(room, "requests")).map((file) => basename(file, ".ts"));
  const types = [...handlers.keys()].map((type) =>
    type.replace(/_request$/, "").replaceAll("_", "-"),
  );
  expect(types.toSorted()).toEqual(files.toSorted());
});

test("every magic has a file of its name, and says what it is", () => {
  const files = readdirSync(join(room, "magics"), { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== "index.ts")
    .map(({ name }) => basename(name, ".ts"));
  expect([...magics.keys()].toSorted()).toEqual(files.toSorted());
  for (const { name, usage, summary, example } of magics.values()) {
    for (const way of usage) expect(way).toMatch(new RegExp(`^%{1,2}${name}\\b`));
    expect(summary).toMatch(/^[A-Z].*\.$/);
    expect(example.trim()).not.toBe("");
  }
});
