import { createHmac, getHashes, timingSafeEqual } from "node:crypto";
import { ConnectionFileError } from "./connection-file.ts";

/**
 * Signs and verifies messages with the key of the connection file. With an empty key nothing is
 * signed and everything is accepted, as the protocol has it; the channels refuse such a key on an
 * address that other machines reach.
 */
export class Signer {
  readonly #key: string;
  readonly #hash: string;

  /**
   * @param scheme the connection file's `signature_scheme`, such as `hmac-sha256`
   * @throws ConnectionFileError for a scheme that is no HMAC or whose hash Node does not know
   */
  constructor(key: string, scheme: string) {
    const hash = scheme.startsWith("hmac-") ? scheme.slice("hmac-".length) : undefined;
    if (hash === undefined || !getHashes().includes(hash)) {
      throw new ConnectionFileError(
        `its signature_scheme "${scheme}" is unknown; this kernel signs with "hmac-sha256" and the other hmac-… hashes of Node`,
      );
    }
    this.#key = key;
    this.#hash = hash;
  }

  /** Whether messages are signed at all. */
  get enabled(): boolean {
    return this.#key !== "";
  }

  /** The signature (lower-case hex) of a message's four JSON frames; "" without a key. */
  sign(frames: readonly (Uint8Array | string)[]): string {
    if (!this.enabled) return "";
    const hmac = createHmac(this.#hash, this.#key);
    for (const frame of frames) hmac.update(frame);
    return hmac.digest("hex");
  }

  /** Compares in constant time, so that a forger learns nothing from how long it takes. */
  verify(signature: Uint8Array, frames: readonly Uint8Array[]): boolean {
    if (!this.enabled) return true;
    const expected = Buffer.from(this.sign(frames), "latin1");
    return signature.length === expected.length && timingSafeEqual(signature, expected);
  }
}
