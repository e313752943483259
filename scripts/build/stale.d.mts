export function isStale(folders?: readonly string[]): boolean;
export function markBuilt(startedAt: number): void;
