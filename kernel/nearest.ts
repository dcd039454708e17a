/** "Did you mean …?" */

/** The candidate that is nearest to what was typed, if any is near: at most a third of it differs. */
export function nearest(typed: string, candidates: readonly string[]): string | undefined {
  let found: string | undefined;
  let least = Math.max(1, Math.floor(typed.length / 3)) + 1;
  for (const candidate of candidates) {
    const distance = candidate.startsWith(typed) && typed.length > 1 ? 1 : edits(typed, candidate);
    if (distance < least) [found, least] = [candidate, distance];
  }
  return found;
}

/** How many letters must be put in, taken out, changed or swapped with their neighbour. */
export function edits(from: string, to: string): number {
  const table = Array.from({ length: from.length + 1 }, (_, row) =>
    Array.from({ length: to.length + 1 }, (_, column) => (row === 0 ? column : row)),
  );
  const at = (row: number, column: number) => table[row]![column]!;
  for (let row = 1; row <= from.length; row++) {
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1];
      let least = Math.min(
        at(row - 1, column) + 1,
        at(row, column - 1) + 1,
        at(row - 1, column - 1) + (same ? 0 : 1),
      );
      const swapped =
        row > 1 &&
        column > 1 &&
        from[row - 1] === to[column - 2] &&
        from[row - 2] === to[column - 1];
      if (swapped) least = Math.min(least, at(row - 2, column - 2) + 1);
      table[row]![column] = least;
    }
  }
  return at(from.length, to.length);
}
