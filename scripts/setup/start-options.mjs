// What `npm start` may be told.
import { parseArgs } from "node:util";

export const HELP = `npm start -- [OPTIONS]: sets everything up and opens the course in JupyterLab

  --port NUMBER  the server's port (default: one that is free)
  --no-browser   print the address, open no browser
  --check        set everything up, run one cell through the server, and end
  --help         this

The server shows my-course/, a copy of the course. For a folder of your own, and for every other option of
JupyterLab: node dist/cli/main.js lab [FOLDER] [OPTIONS]
`;

/**
 * Reads the command line.
 *
 * @returns `check`, `noBrowser`, `help` and `port`; or `wrong`, a sentence on what is not understood
 */
export function readOptions(args) {
  let values;
  try {
    ({ values } = parseArgs({
      args,
      options: {
        check: { type: "boolean" },
        "no-browser": { type: "boolean" },
        help: { type: "boolean", short: "h" },
        port: { type: "string" },
      },
    }));
  } catch (error) {
    return { wrong: `${error.message.split(/\.(?: |$)|$/m)[0]}.\n${HELP}` };
  }
  const port = values.port === undefined ? undefined : Number(values.port);
  if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65536)) {
    return { wrong: `--port takes a number from 1 to 65535, not ${JSON.stringify(values.port)}.` };
  }
  return { check: values.check, noBrowser: values["no-browser"], help: values.help, port };
}
