import { totalmem } from 'node:os';

/** What a database may take, in MiB. Apart from the database, which takes longer to load than most commands to answer. */
export interface DatabaseLimits {
  memoryMiB: number;
  /** Of what does not fit in memory, on disk. */
  spillMiB: number;
}

/** As settings have them: no memory stands for half of the machine's. */
export const limitsOf = ({ memoryMiB, spillMiB }: DatabaseLimits): DatabaseLimits => ({
  memoryMiB: memoryMiB || usualLimits().memoryMiB,
  spillMiB,
});

/** Half of what the machine has, so that whatever else runs there goes on. */
export const usualLimits = (): DatabaseLimits => ({
  memoryMiB: Math.ceil(totalmem() / 2 / 2 ** 20),
  spillMiB: 16_384,
});
