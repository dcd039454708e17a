import type { JsonObject } from "./message.ts";

/** Where a kernel listens and how it signs: the connection file that Jupyter writes for it. */
export interface ConnectionInfo {
  transport: "tcp" | "ipc";
  /** For `ipc` the path that the ports are appended to. */
  ip: string;
  /** Empty: messages are not signed. */
  key: string;
  signatureScheme: string;
  ports: Record<SocketName, number>;
  /** Absent: what travels is signed, but not encrypted. */
  curve?: CurveKeys;
}

/** The kernel's long-term pair for CurveZMQ, each key 40 characters of Z85. */
export interface CurveKeys {
  publicKey: string;
  secretKey: string;
}

export type SocketName = "shell" | "control" | "stdin" | "iopub" | "heartbeat";

/** The connection file cannot be used; the message says what is wrong in it. */
export class ConnectionFileError extends Error {
  override name = "ConnectionFileError";

  constructor(problem: string) {
    super(
      `The connection file cannot be used: ${problem}. Jupyter writes this file when it starts a kernel; start the kernel through Jupyter, or give a file of the same form.`,
    );
  }
}

/** Reads the text of a connection file. @throws ConnectionFileError */
export function parseConnectionFile(text: string): ConnectionInfo {
  let fields: JsonObject;
  try {
    fields = JSON.parse(text) as JsonObject;
  } catch (error) {
    throw new ConnectionFileError(`it is not JSON (${(error as Error).message})`);
  }
  if (typeof fields !== "object" || fields === null || Array.isArray(fields)) {
    throw new ConnectionFileError("it holds no JSON object");
  }
  const transport = textField(fields, "transport", "tcp");
  if (transport !== "tcp" && transport !== "ipc") {
    throw new ConnectionFileError(`its transport "${transport}" is neither "tcp" nor "ipc"`);
  }
  const curve = curveKeys(fields);
  return {
    transport,
    ...(curve ? { curve } : {}),
    ip: textField(fields, "ip"),
    key: textField(fields, "key", ""),
    signatureScheme: textField(fields, "signature_scheme", "hmac-sha256"),
    ports: {
      shell: portField(fields, "shell_port"),
      control: portField(fields, "control_port"),
      stdin: portField(fields, "stdin_port"),
      iopub: portField(fields, "iopub_port"),
      heartbeat: portField(fields, "hb_port"),
    },
  };
}

/** The characters of Z85 (ZeroMQ RFC 32). */
const CURVE_KEY = /^[0-9a-zA-Z.\-:+=^!/*?&<>()[\]{}@%$#]{40}$/;

/** Both or none: with half of a pair the kernel must not go on in the clear. The keys stay out of the errors. */
function curveKeys(fields: JsonObject): CurveKeys | undefined {
  const names = ["curve_publickey", "curve_secretkey"];
  const given = names.filter((name) => (fields[name] ?? undefined) !== undefined);
  if (given.length === 0) return undefined;
  const [publicKey, secretKey] = names.map((name) => {
    const value = fields[name];
    if (typeof value === "string" && CURVE_KEY.test(value)) return value;
    throw new ConnectionFileError(`its "${name}" is no key of CurveZMQ (40 characters of Z85)`);
  }) as [string, string];
  return { publicKey, secretKey };
}

function textField(fields: JsonObject, name: string, fallback?: string): string {
  const value = fields[name] ?? fallback;
  if (typeof value !== "string") throw new ConnectionFileError(`its "${name}" is not a text`);
  return value;
}

function portField(fields: JsonObject, name: string): number {
  const value = fields[name];
  if (typeof value !== "number" || !Number.isInteger(value) || value < 1 || value > 65_535) {
    throw new ConnectionFileError(`its "${name}" is no port number (1 to 65535)`);
  }
  return value;
}
