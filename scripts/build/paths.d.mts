export const root: string;
export function inRoot(...parts: string[]): string;
export function filesBelow(folder: string): string[];
export function changedAt(path: string): number;
