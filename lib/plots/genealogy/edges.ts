/** The lines from parents to children. */
import type { Member } from "./data.ts";

/** Where a member is drawn. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** Lines as a trace takes them: parts with a gap behind each. */
export interface Lines {
  readonly x: (number | null)[];
  readonly y: (number | null)[];
}

/** Parts of a curved line; of very many lines each is straight. */
const PARTS = 14;
const MANY = 600;

/** One edge of the family. */
export interface Edge {
  readonly parent: Member;
  readonly child: Member;
}

/** All edges, those of the youngest children last. */
export function edgesOf(members: readonly Member[]): Edge[] {
  const byNumber = new Map(members.map((member) => [member.number, member]));
  return members.flatMap((child) =>
    child.parents.flatMap((number) => {
      const parent = byNumber.get(number);
      return parent === undefined ? [] : [{ parent, child }];
    }),
  );
}

/** Edges as curves that leave the parent and reach the child level, as in a family tree that lies on its side. */
export function curvesOf(edges: readonly Edge[], placeOf: (member: Member) => Place): Lines {
  const lines: Lines = { x: [], y: [] };
  const parts = edges.length > MANY ? 1 : PARTS;
  for (const { parent, child } of edges) {
    const [from, to] = [placeOf(parent), placeOf(child)];
    for (let part = 0; part <= parts; part++) {
      const share = part / parts;
      // A cubic Bézier curve with level ends, whose middle lies halfway.
      const eased = share * share * (3 - 2 * share);
      lines.x.push(from.x + (to.x - from.x) * share);
      lines.y.push(from.y + (to.y - from.y) * eased);
    }
    lines.x.push(null);
    lines.y.push(null);
  }
  return lines;
}
