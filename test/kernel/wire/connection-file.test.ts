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

test.each([
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
