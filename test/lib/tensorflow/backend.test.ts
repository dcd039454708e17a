import { describe, expect, it, vi } from "vitest";

/** A process that has not chosen yet. */
async function freshly(wanted?: string) {
  vi.resetModules();
  vi.stubEnv("TUNEBOOK_BACKEND", wanted);
  try {
    const { backend } = await import("../../../lib/tensorflow/backend.ts");
    const found = backend();
    await found.catch(() => {});
    return found;
  } finally {
    vi.unstubAllEnvs();
  }
}

describe("the backend", () => {
  it("is the fastest that works, with the reason why it is not a faster one", async () => {
    const { name, words } = await freshly();
    expect(["native", "wasm"]).toContain(name);
    if (name === "wasm") {
      expect(words).toMatch(
        /^Networks train on WebAssembly \(SIMD\)\. Not faster, since TensorFlow's native library (is not installed|does not load)/,
      );
    }
  });

  it("is what TUNEBOOK_BACKEND says", async () => {
    expect(await freshly("cpu")).toEqual({
      name: "cpu",
      words: "Networks train on plain JavaScript, as TUNEBOOK_BACKEND says.",
    });
    expect((await freshly("wasm")).name).toBe("wasm");
  });

  it("is refused by name where there is no such one", async () => {
    await expect(freshly("gpu")).rejects.toThrow(
      'TUNEBOOK_BACKEND is "gpu"; it accepts "native", "wasm", "cpu".',
    );
  });
});
