"use strict";
const { PassThrough, Readable } = require("node:stream");
function request(o) {
  const opts = typeof o === "string" ? { url: o } : o;
  const out = new PassThrough();
  fetch(opts.url, { method: opts.method, headers: opts.headers }).then(
    (r) => {
      out.emit("response", { statusCode: r.status });
      r.body ? Readable.fromWeb(r.body).pipe(out) : out.end();
    },
    (e) => out.emit("error", e),
  );
  return out;
}
request.get = (u) => request(u);
module.exports = request;
