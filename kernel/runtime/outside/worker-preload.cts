/**
 * Runs first in every worker thread of a cell. Node sends what a worker prints once its main thread has
 * taken what came before; here each write is sent at once, so that a worker that computes is heard, and
 * what it prints comes before the messages that it sends later.
 */
interface Output {
  _writev?(chunks: { chunk: unknown; encoding: string }[], done: () => void): void;
}
interface Port {
  postMessage(message: unknown): void;
}

for (const name of ["stdout", "stderr"] as const) {
  const output = process[name] as unknown as Output & Record<symbol, unknown>;
  // Node's own port to the main thread (lib/internal/worker/io.js); where it is elsewhere, Node's way stays.
  const symbol = Object.getOwnPropertySymbols(output).find(
    ({ description }) => description === "kPort",
  );
  const port = symbol && (output[symbol] as Port | undefined);
  if (typeof port?.postMessage !== "function" || output._writev === undefined) continue;
  output._writev = (chunks, done) => {
    const plain = chunks.map(({ chunk, encoding }) => ({ chunk, encoding }));
    port.postMessage({ type: "stdioPayload", stream: name, chunks: plain });
    done();
  };
}

// The last three are what brought this here.
process.execArgv = process.execArgv.slice(0, -3);
