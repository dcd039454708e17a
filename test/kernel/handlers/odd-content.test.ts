import { describe, expect, test } from "vitest";
import { handlers } from "../../../kernel/handlers/registry.ts";
import { createKernel } from "./fakes.ts";

const odd = [null, true, -1, 1.5, 1e300, "", "x", [], [1], {}, { a: 1 }];
const fields = ["code", "cursor_pos", "detail_level", "comm_id", "target_name", "data", "value"];
const valid = { code: "1", cursor_pos: 0, comm_id: "c", target_name: "t", data: {}, value: "v" };

describe.each([...handlers.values()].filter(({ stdin }) => !stdin))("$type", ({ type }) => {
  test.each(fields)("with anything at all as %s is answered, from busy to idle", async (field) => {
    for (const value of [...odd, undefined]) {
      const kernel = createKernel();
      kernel.receive("odd", type, { ...valid, [field]: value });
      await kernel.settle();
      if (kernel.session.running.size > 0) kernel.runtime.finish();
      await expect.poll(() => kernel.story("odd").at(-1)).toBe("idle");
      const story = kernel.story("odd");
      expect([story[0], story.at(-1)]).toEqual(["busy", "idle"]);
      // A reply, or for comm messages none.
      const replies = kernel.sent.filter(({ channel }) => channel === "shell");
      expect(replies).toHaveLength(type.endsWith("_request") ? 1 : 0);
      expect(kernel.sent.map(({ content }) => content["ename"])).not.toContain("KernelError");
    }
  });
});
