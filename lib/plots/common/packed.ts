/** Figures as saved notebooks hold them: a large one packed, so that many do not make a notebook large. */
import type { FigurePayload, PackedPayload } from "../../display/host.ts";

/** Letters of JSON from which on a payload is packed: below them packing gains little. */
const LARGE = 40_000;

/**
 * The payload, packed where it is a large figure: one of a thousand trials then takes about a quarter of the space. Kind,
 * id and alt text stay readable. Where there is no Node to pack it, as in a browser, it stays as it is.
 */
export function packed(payload: FigurePayload): FigurePayload | PackedPayload {
  if (payload.kind !== "figure") return payload;
  const zlib = globalThis.process?.getBuiltinModule?.("node:zlib");
  if (!zlib) return payload;
  const json = JSON.stringify(payload);
  if (json.length < LARGE) return payload;
  const { kind, id, alt } = payload;
  const bytes = zlib.gzipSync(json, { level: 9 });
  return { version: 2, kind, id, alt, packed: bytes.toString("base64") };
}
