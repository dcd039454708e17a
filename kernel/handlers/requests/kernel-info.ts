import { PROTOCOL_VERSION } from "../../wire/message.ts";
import type { Handler } from "../handler.ts";

/** By what names front ends and converters know each language. */
const LANGUAGES = {
  typescript: {
    name: "typescript",
    mimetype: "text/typescript",
    file_extension: ".ts",
    pygments_lexer: "typescript",
    // The name by which JupyterLab's CodeMirror knows it; "text/typescript" would not be found.
    codemirror_mode: "typescript",
  },
  javascript: {
    name: "javascript",
    mimetype: "text/javascript",
    file_extension: ".js",
    pygments_lexer: "javascript",
    codemirror_mode: "javascript",
  },
} as const;

/** Who this kernel is. The first message of every front end. */
export const kernelInfo: Handler = {
  type: "kernel_info_request",
  async handle(request, { versions, sourceLanguage }) {
    await request.reply("kernel_info_reply", {
      status: "ok",
      protocol_version: PROTOCOL_VERSION,
      implementation: "tunebook",
      implementation_version: versions.tunebook,
      language_info: {
        ...LANGUAGES[sourceLanguage],
        version: sourceLanguage === "typescript" ? versions.typescript : process.versions.node,
        nbconvert_exporter: "script",
      },
      banner: `Tunebook ${versions.tunebook}: TypeScript ${versions.typescript} on Node.js ${process.version}`,
      debugger: true,
      help_links: [
        { text: "TypeScript Handbook", url: "https://www.typescriptlang.org/docs/handbook/" },
        { text: "Node.js API", url: "https://nodejs.org/docs/latest-v20.x/api/" },
      ],
      supported_features: ["kernel subshells", "debugger"],
    });
  },
};
