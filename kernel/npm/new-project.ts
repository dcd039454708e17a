/** The text of a package.json that makes a folder of notebooks a project of its own, so that npm looks no higher. */
export const newProject = (): string =>
  `${JSON.stringify({ private: true, type: "module" }, null, 2)}\n`;
