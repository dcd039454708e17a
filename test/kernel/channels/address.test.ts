import { expect, test } from "vitest";
import { isLoopback, requireSafeAddress, socketAddress } from "../../../kernel/channels/address.ts";
import type { ConnectionInfo } from "../../../kernel/wire/connection-file.ts";

const connection = (ip: string, key = "", transport: "tcp" | "ipc" = "tcp"): ConnectionInfo => ({
  transport,
  ip,
  key,
  signatureScheme: "hmac-sha256",
  ports: { shell: 1, control: 2, stdin: 3, iopub: 4, heartbeat: 5 },
});

test.each(["127.0.0.1", "127.1.2.3", "::1", "localhost"])("%s is this machine alone", (ip) => {
  expect(isLoopback(ip)).toBe(true);
});

test.each(["0.0.0.0", "*", "10.0.0.1", "127.0.0.1.example.org", "::", ""])(
  "%s is refused without a key, and taken with one",
  (ip) => {
    expect(() => requireSafeAddress(connection(ip))).toThrow("key is empty");
    expect(() => requireSafeAddress(connection(ip, "key"))).not.toThrow();
  },
);

test("loopback and files need no key", () => {
  expect(() => requireSafeAddress(connection("127.0.0.1"))).not.toThrow();
  expect(() => requireSafeAddress(connection("/run/kernel", "", "ipc"))).not.toThrow();
});

test("addresses are written as ZeroMQ wants them", () => {
  expect(socketAddress(connection("127.0.0.1"), "shell")).toBe("tcp://127.0.0.1:1");
  expect(socketAddress(connection("::1"), "iopub")).toBe("tcp://[::1]:4");
  expect(socketAddress(connection("/run/kernel", "", "ipc"), "control")).toBe(
    "ipc:///run/kernel-2",
  );
});
