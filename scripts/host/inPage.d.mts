export function firstPlaceOf(lines: unknown[], text: string): { x: number; y: number } | undefined;
export function spanColours(line: unknown): [string, string][];
export function textColours(element: unknown): { text: string; background: string };
