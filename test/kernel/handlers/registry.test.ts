import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { magics } from "../../../kernel/handlers/magics/registry.ts";
import { handlers } from "../../../kernel/handlers/registry.ts";

const room = join(import.meta.dirname, "../../../kernel/handlers");

test("every file of requests/ is in the table, under the message type that its name says", () => {
  const files = readdirSync(join(room, "requests")).map((file) => basename(file, ".ts"));
  const types = [...handlers.keys()].map((type) =>
    type.replace(/_request$/, "").replaceAll("_", "-"),
  );
  expect(types.toSorted()).toEqual(files.toSorted());
});

test("every magic has a file of its name", () => {
  const files = readdirSync(join(room, "magics")).map((file) => basename(file, ".ts"));
  for (const name of magics.keys()) expect(files).toContain(name);
  const machinery = ["complete", "magic", "registry", "split"];
  expect(files.filter((file) => !machinery.includes(file)).toSorted()).toEqual(
    [...magics.keys()].toSorted(),
  );
});
