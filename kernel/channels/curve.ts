/** Encryption of the sockets by CurveZMQ, where the front end gave keys (ZeroMQ RFC 26; `jupyter_client` 8.9 and later). */
import { capability, type SocketOptions, type Socket } from "./zeromq.ts";
import { ConnectionFileError, type CurveKeys } from "../wire/connection-file.ts";

/**
 * The kernel's side: only who knows its public key is let in.
 * @throws ConnectionFileError where this build of ZeroMQ cannot encrypt: nothing may go out in the clear that was to be secret
 */
export function curveServer(keys: CurveKeys | undefined): SocketOptions<Socket> {
  if (keys === undefined) return {};
  requireCurve();
  return {
    curveServer: true,
    curvePublicKey: keys.publicKey,
    curveSecretKey: keys.secretKey,
  } as SocketOptions<Socket>;
}

/**
 * The other end's side. As Jupyter's client does, it uses the kernel's own pair: both have it from
 * the connection file.
 * @throws ConnectionFileError
 */
export function curveClient(keys: CurveKeys | undefined): SocketOptions<Socket> {
  if (keys === undefined) return {};
  requireCurve();
  return {
    curveServerKey: keys.publicKey,
    curvePublicKey: keys.publicKey,
    curveSecretKey: keys.secretKey,
  } as SocketOptions<Socket>;
}

function requireCurve(): void {
  if (capability.curve) return;
  throw new ConnectionFileError(
    "it asks for encryption by CurveZMQ, which this build of ZeroMQ lacks. Install zeromq with its prebuilt library, or start Jupyter without transport_encryption",
  );
}
