import { createServer, type AddressInfo } from "node:net";
import { once } from "node:events";
import { expect, test } from "vitest";
import { Channels } from "../../../kernel/channels/channels.ts";
import { Codec } from "../../../kernel/wire/codec.ts";
import { parseConnectionFile } from "../../../kernel/wire/connection-file.ts";
import { Signer } from "../../../kernel/wire/signature.ts";
import { freePorts } from "../../../cli/support/free-ports.ts";

test("a port that another program has is named, with what the kernel wanted it for", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  const { port } = other.address() as AddressInfo;
  const [shell, control, stdin, heartbeat] = await freePorts(4);
  const connection = parseConnectionFile(
    JSON.stringify({
      transport: "tcp",
      ip: "127.0.0.1",
      key: "a key",
      signature_scheme: "hmac-sha256",
      shell_port: shell,
      control_port: control,
      stdin_port: stdin,
      iopub_port: port,
      hb_port: heartbeat,
    }),
  );
  const codec = new Codec(new Signer(connection.key, connection.signatureScheme));
  await expect(Channels.bind(connection, codec, { log: () => {} })).rejects.toThrow(
    `The kernel cannot listen at tcp://127.0.0.1:${port} (iopub): Address already in use.`,
  );
  other.close();
});
