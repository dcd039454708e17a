import { expect, it } from "vitest";
import { packState, unpackState } from "../../../../kernel/runtime/widgets/buffers.ts";

it("takes bytes out of a state and puts them back", () => {
  const state = {
    name: "x",
    when: new Date(0),
    bytes: new Uint8Array([1, 2]),
    deep: { list: [0, new Float32Array([1]), { raw: new ArrayBuffer(1) }] },
  };
  const { state: packed, buffer_paths, buffers } = packState(state);
  expect(JSON.parse(JSON.stringify(packed))).toEqual({
    name: "x",
    when: "1970-01-01T00:00:00.000Z",
    deep: { list: [0, null, {}] },
  });
  expect(buffer_paths).toEqual([["bytes"], ["deep", "list", 1], ["deep", "list", 2, "raw"]]);
  expect(buffers.map((bytes) => bytes.byteLength)).toEqual([2, 4, 1]);
  // The state itself stays as it was.
  expect(state.bytes).toEqual(new Uint8Array([1, 2]));

  const received = JSON.parse(JSON.stringify(packed)) as Record<string, unknown>;
  const whole = unpackState(received, buffer_paths, buffers) as unknown as typeof state;
  expect(whole.bytes).toEqual(new Uint8Array([1, 2]));
  expect(whole.deep.list[2]).toEqual({ raw: new Uint8Array(1) });
});

it("does not follow paths that lead nowhere, or into the language's own objects", () => {
  const bytes = [new Uint8Array(1), new Uint8Array(1), new Uint8Array(1)];
  const state = unpackState({ a: 1 }, [["b", "c"], ["__proto__", "polluted"], []], bytes);
  expect(state).toEqual({ a: 1 });
  expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
});
