import { defineConfig } from "vitest/config";

// Two kinds of test: `unit` imports the sources; `system` starts the built kernel, Jupyter or a
// browser, one file at a time, since two cores are not enough for two of those. A test, and what is polled for,
// may take as long as a machine needs that does much else: with twenty times as much to do, what takes three
// seconds takes a minute. By itself Vitest gives up after five seconds, and a poll after one.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: ["test/system/**", "**/node_modules/**"],
          testTimeout: 240_000,
          hookTimeout: 240_000,
          expect: { poll: { timeout: 30_000 } },
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: "system",
          include: ["test/system/**/*.test.ts"],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          expect: { poll: { timeout: 60_000 } },
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
