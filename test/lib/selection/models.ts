/** k nearest neighbours, by majority; counts how often it was trained. */
export class NearestNeighbours {
  static fits = 0;
  readonly #k: number;
  #rows: number[][] = [];
  #labels: number[] = [];

  constructor(k: number) {
    this.#k = k;
  }

  fit(rows: number[][], labels: number[]): void {
    NearestNeighbours.fits++;
    this.#rows = rows;
    this.#labels = labels;
  }

  predict(rows: number[][]): number[] {
    return rows.map((row) => {
      const near = this.#rows
        .map((other, place) => ({
          distance: other.reduce((sum, value, axis) => sum + (value - row[axis]!) ** 2, 0),
          label: this.#labels[place]!,
        }))
        .toSorted((one, other) => one.distance - other.distance)
        .slice(0, this.#k);
      const votes = new Map<number, number>();
      for (const { label } of near) votes.set(label, (votes.get(label) ?? 0) + 1);
      return [...votes].toSorted(([, one], [, other]) => other - one)[0]![0];
    });
  }
}

/** Predicts the mean of the targets, whatever the rows. */
export class MeanPredictor {
  #mean = Number.NaN;

  async fit(_rows: number[][], targets: Float64Array): Promise<void> {
    this.#mean = targets.reduce((sum, value) => sum + value, 0) / targets.length;
  }

  async predict(rows: number[][]): Promise<number[]> {
    return rows.map(() => this.#mean);
  }
}
