export function firstPlaceOf(lines: unknown[], text: string): { x: number; y: number } | undefined;
