/** What JupyterLab is started with. */

/** What `tunebook lab` was asked for. */
export interface LabRequest {
  readonly folder: string;
  /** A notebook to open in it. */
  readonly notebook: string | undefined;
  readonly noBrowser: boolean;
  /** Whether the user is root, whom Jupyter else refuses. */
  readonly isRoot: boolean;
  /** The user's own words for JupyterLab. */
  readonly more: readonly string[];
}

/** The words behind `python`. What the user names themself is left out here: Jupyter refuses to be told twice. */
export function labWords({ folder, notebook, noBrowser, isRoot, more }: LabRequest): string[] {
  const names = (...options: string[]) =>
    more.some((word) => options.some((option) => word === option || word.startsWith(`${option}=`)));
  const url = ["--LabApp.default_url", "--ServerApp.default_url"];
  return [
    "-m",
    "jupyterlab",
    // Only this machine can reach it.
    ...(names("--ip", "--ServerApp.ip") ? [] : ["--ServerApp.ip=127.0.0.1"]),
    ...(names("--notebook-dir", "--ServerApp.root_dir", "--ServerApp.notebook_dir")
      ? []
      : [`--ServerApp.root_dir=${folder}`]),
    ...(noBrowser ? ["--no-browser"] : []),
    ...(isRoot ? ["--allow-root"] : []),
    ...(notebook === undefined || names(...url)
      ? []
      : [`--LabApp.default_url=/lab/tree/${encodeURIComponent(notebook)}`]),
    ...more,
  ];
}
