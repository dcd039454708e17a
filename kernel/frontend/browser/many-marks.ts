/** Very many marks: by WebGL, where SVG would take a second to draw them. */

/** From so many marks on a trace is drawn by WebGL. */
const MANY = 2000;

type Trace = Record<string, unknown>;

/** A browser keeps sixteen WebGL contexts, and Plotly takes three for a figure: with more, others would go blank. */
const MOST_FIGURES = 4;

const drawing = new Set<object>();

/** Whether a figure may draw by WebGL: it does already, or few others do. */
function mayUseWebgl(figure: object): boolean {
  return drawing.has(figure) || drawing.size < MOST_FIGURES;
}

/** The figure is gone. */
export function releaseWebgl(figure: object): void {
  drawing.delete(figure);
}

/** The traces, with those of very many marks as WebGL draws them. A trace that also has lines or texts stays. */
export function withManyMarks(figure: object, traces: readonly Trace[]): Trace[] {
  return traces.map((trace) => {
    const { type, mode, x } = trace;
    const isMany =
      (type === undefined || type === "scatter") &&
      mode === "markers" &&
      Array.isArray(x) &&
      x.length > MANY &&
      mayUseWebgl(figure);
    if (!isMany) return trace;
    drawing.add(figure);
    return { ...trace, type: "scattergl" };
  });
}
