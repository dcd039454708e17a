/** Cuts a stream of bytes into lines of text. */
export function lineReader(receive: (line: string) => void): (bytes: Buffer) => void {
  let parts: Buffer[] = [];
  return (bytes) => {
    let start = 0;
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
      parts.push(bytes.subarray(start, end));
      const line = Buffer.concat(parts).toString("utf8");
      parts = [];
      start = end + 1;
      receive(line);
    }
    if (start < bytes.length) parts.push(bytes.subarray(start));
  };
}
