import { adoptPoint, dimensionData } from "../space/adopt.ts";
import type { Dimension, Space } from "../space/space.ts";
import { StudyError } from "./errors.ts";
import { mappedStorage } from "./mapped-storage.ts";
import type { StoredStudy } from "./storage.ts";
import type { Json, TrialRecord } from "./trial-record.ts";

/** Under these keys a storage keeps the versions of a space, and the tuner's state. */
const KEPT = { versions: "space", tuner: "tuner" } as const;

/** A version of a study's space. */
export interface SpaceVersion {
  /** The number of the first trial that belongs to it. */
  readonly from: number;
  readonly dimensions: readonly Dimension[];
}

/** What if a study is opened again with another space: refuse, or go on in that space with its history. */
export const SPACE_CHANGES = ["refuse", "adopt"] as const;
/** One of {@link SPACE_CHANGES}. */
export type SpaceChange = (typeof SPACE_CHANGES)[number];

/**
 * The stored study as a study of this space: where the space was another one, its trials are given as
 * trials of this one as far as they fit (see `adoptPoint`); where they don't, with their own parameters
 * and values but without a point, so that tuners leave them out.
 *
 * @throws StudyError if the space was another one and `change` is "refuse"
 */
export async function followSpace(
  stored: StoredStudy,
  space: Space,
  change: SpaceChange,
): Promise<StoredStudy> {
  if (!stored.resumed) return stored;
  const versions = await versionsOf(stored);
  const dimensions = dimensionData(space);
  if (JSON.stringify(versions.at(-1)!.dimensions) !== JSON.stringify(dimensions)) {
    if (change === "refuse")
      throw new StudyError(
        `The study ${JSON.stringify(stored.head.name)} exists with another space. Open it as it was, go on in the new space with spaceChange: "adopt", take another name, or begin anew with ifExists: "replace".`,
      );
    const from = (await stored.load()).length;
    versions.push({ from, dimensions });
    await stored.keep(KEPT.versions, versions as unknown as Json);
    // What the tuner remembers is of the old space; it learns of the trials anew.
    await stored.keep(KEPT.tuner, { by: "", state: null, told: [] });
  }
  if (versions.length === 1) return stored;
  const adopt = (record: TrialRecord): TrialRecord => {
    const point = adoptPoint(space, record.point);
    // Its parameters stay to be seen; without a point no tuner takes it for one of this space.
    if (point === undefined) return { ...record, point: {} };
    return { ...record, point, params: space.decode(point) };
  };
  return mappedStorage(stored, { loaded: adopt, claimed: adopt });
}

/** The versions of a stored study's space, the oldest first. */
export async function versionsOf(stored: StoredStudy): Promise<SpaceVersion[]> {
  const kept = (await stored.kept(KEPT.versions)) as SpaceVersion[] | undefined;
  if (kept !== undefined) return [...kept];
  const dimensions = JSON.parse(JSON.stringify(stored.head.dimensions)) as Dimension[];
  return [{ from: 0, dimensions }];
}
