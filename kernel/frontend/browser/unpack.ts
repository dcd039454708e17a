/** Large payloads arrive packed: `lib/plots/common/packed.ts` is the other end. */
import type { PackedPayload } from "../../../lib/display/host.ts";

/** Far more than any figure has: a notebook from elsewhere shall not fill the page's memory. */
const MOST_BYTES = 64e6;

/** Whether an output's content is a packed payload. */
export function isPacked(value: unknown): value is PackedPayload {
  const { version, packed } = (value ?? {}) as Partial<Record<keyof PackedPayload, unknown>>;
  return version === 2 && typeof packed === "string";
}

/** What a packed payload holds, not checked yet; undefined where it is damaged or beyond measure. */
export async function unpack({ packed }: PackedPayload): Promise<unknown> {
  try {
    const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
    return JSON.parse(await inflated(bytes));
  } catch {
    return undefined;
  }
}

async function inflated(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const stream = new ReadableStream<BufferSource>({
    start(source) {
      source.enqueue(bytes);
      source.close();
    },
  });
  const reader = stream.pipeThrough(new DecompressionStream("gzip")).getReader();
  const decoder = new TextDecoder();
  let text = "";
  for (let count = 0; ;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    count += value.byteLength;
    if (count > MOST_BYTES) {
      await reader.cancel();
      throw new Error("more than 64 MB");
    }
    text += decoder.decode(value, { stream: true });
  }
}
