/**
 * Moves places apart until neighbours are at least `least` from each other, and each as little as may be:
 * labels at the ends of lines. Groups that touch are moved together, about their common middle.
 *
 * @param places in any order and unit
 * @param range where they shall stay; where there is no room they begin at its low end
 * @returns the new places, in the order given
 */
export function spread(
  places: readonly number[],
  least: number,
  range: { readonly low: number; readonly high: number } = { low: -Infinity, high: Infinity },
): number[] {
  const order = places.map((_, k) => k).toSorted((a, b) => places[a]! - places[b]!);
  const groups: { sum: number; members: number[]; start: number }[] = [];
  const length = (members: readonly number[]) => (members.length - 1) * least;
  const startOf = (sum: number, members: readonly number[]) => {
    const wanted = sum / members.length - length(members) / 2;
    return Math.max(range.low, Math.min(wanted, range.high - length(members)));
  };
  for (const k of order) {
    let group = { sum: places[k]!, members: [k], start: startOf(places[k]!, [k]) };
    for (let last = groups.at(-1); last !== undefined; last = groups.at(-1)) {
      if (last.start + length(last.members) + least <= group.start + 1e-9) break;
      groups.pop();
      const members = [...last.members, ...group.members];
      const sum = last.sum + group.sum;
      group = { sum, members, start: startOf(sum, members) };
    }
    groups.push(group);
  }
  const moved = [...places];
  for (const { members, start } of groups) {
    members.forEach((k, rank) => (moved[k] = start + rank * least));
  }
  return moved;
}
