import { expect, test } from "vitest";
import { parseConnectionFile } from "../../../kernel/wire/connection-file.ts";

const file = {
  transport: "tcp",
  ip: "127.0.0.1",
  key: "k",
  signature_scheme: "hmac-sha256",
  shell_port: 1,
  control_port: 2,
  stdin_port: 3,
  iopub_port: 4,
  hb_port: 5,
  kernel_name: "tunebook",
};

test("reads what Jupyter writes", () => {
  expect(parseConnectionFile(JSON.stringify(file))).toEqual({
    transport: "tcp",
    ip: "127.0.0.1",
    key: "k",
    signatureScheme: "hmac-sha256",
    ports: { shell: 1, control: 2, stdin: 3, iopub: 4, heartbeat: 5 },
  });
});

const curve = { curve_publickey: "0".repeat(40), curve_secretkey: "#".repeat(40) };

test("reads the keys by which what travels is encrypted", () => {
  const info = parseConnectionFile(JSON.stringify({ ...file, ...curve }));
  expect(info.curve).toEqual({ publicKey: "0".repeat(40), secretKey: "#".repeat(40) });
  const none = { ...file, curve_publickey: null, curve_secretkey: null };
  expect(parseConnectionFile(JSON.stringify(none)).curve).toBeUndefined();
});

test("a bad key is named, and never shown", () => {
  for (const curve_secretkey of ["hidden", `${"s".repeat(39)}"`, 777, "s".repeat(41)]) {
    const text = JSON.stringify({ ...file, ...curve, curve_secretkey });
    const read = () => parseConnectionFile(text);
    expect(read).toThrow('"curve_secretkey"');
    expect(read).not.toThrow(String(curve_secretkey));
  }
});

test.each([
  ["half a pair of keys", { ...file, curve_publickey: "0".repeat(40) }, '"curve_secretkey"'],
  ["the other half", { ...file, curve_secretkey: "0".repeat(40) }, '"curve_publickey"'],
  ["not JSON", "{", "not JSON"],
  ["a list", "[]", "no JSON object"],
  ["an unknown transport", { ...file, transport: "udp" }, '"udp"'],
  ["no ip", { ...file, ip: undefined }, '"ip"'],
  ["a port that is a text", { ...file, hb_port: "5" }, '"hb_port"'],
  ["a port out of range", { ...file, shell_port: 70_000 }, '"shell_port"'],
  ["a missing port", { ...file, iopub_port: undefined }, '"iopub_port"'],
])("names what is wrong with %s", (_what, content, reason) => {
  const text = typeof content === "string" ? content : JSON.stringify(content);
  expect(() => parseConnectionFile(text)).toThrow(reason);
});
