/** What lines with magics become: kernel/runtime/magics.ts as a declaration. Completion hides the name. */
export const MAGICS = `/** One result of %timeit; times in seconds for one loop. */
interface TimeitResult {
  readonly loops: number;
  readonly runs: number;
  readonly timings: number[];
  readonly best: number;
  readonly worst: number;
  readonly average: number;
  readonly stdev: number;
}
/** What %%capture kept of a cell, once that has ended. */
interface CapturedOutput {
  readonly stdout: string;
  readonly stderr: string;
  readonly outputs: { data: Record<string, unknown>; metadata: Record<string, unknown> }[];
  /** Shows it all, now. */
  show(): void;
}
declare const __tunebook_magics: {
  call(name: string, argument: string): Promise<any>;
  lines(command: string): Promise<string[]>;
  text(read: () => unknown, raw: string): string;
  clock(): object;
  time<T>(start: object, value: T): T;
  start(): void;
  stop(): void;
  timeCell(): void;
  timeit(options: object, work: () => unknown): Promise<TimeitResult>;
  capture(options: string): Promise<CapturedOutput>;
};
`;
