import { describe, expect, test } from "vitest";
import { runPython } from "./support/python.ts";
import { python } from "./support/run.ts";

describe.skipIf(!python)("Jupyter's own clients (needs Python with Jupyter)", () => {
  test("nbclient runs 1 + 1", async () => {
    const { stdout, stderr } = await runPython("one_cell.py", "1+1");
    expect(JSON.parse(stdout || `{"stderr": ${JSON.stringify(stderr)}}`)).toEqual({
      execution_count: 1,
      outputs: [
        {
          output_type: "execute_result",
          execution_count: 1,
          data: { "text/plain": "2" },
          metadata: {},
        },
      ],
    });
  });

  const names = [
    "kernel_info",
    "execute_stdout",
    "execute_stderr",
    "completion",
    "is_complete",
    "error",
    "execute_result",
    "display_data",
    "history",
    "pager",
    "inspect",
    "clear_output",
  ];

  test(`jupyter_kernel_test passes and skips nothing: ${names.join(", ")}, iopub_welcome`, async () => {
    const { stdout, stderr } = await runPython("conformance.py", ...names);
    expect(JSON.parse(stdout || `{"stderr": ${JSON.stringify(stderr)}}`)).toEqual({
      ran: names.length + 1,
      skipped: [],
      failed: [],
    });
  });
});
