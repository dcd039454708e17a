import { defineConfig } from "vitest/config";

// Two kinds of test: `unit` imports the sources; `system` starts the built kernel, Jupyter or a
// browser, one file at a time, since two cores are not enough for two of those. What is polled for may take
// as long as a busy machine needs: by itself Vitest gives up after a second.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: ["test/system/**", "**/node_modules/**"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          expect: { poll: { timeout: 30_000 } },
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: "system",
          include: ["test/system/**/*.test.ts"],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          expect: { poll: { timeout: 60_000 } },
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
