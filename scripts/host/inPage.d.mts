export function firstPlaceOf(lines: unknown[], text: string): { x: number; y: number } | undefined;
export function markedLines(editors: unknown[]): number[];
export function spanColours(line: unknown): [string, string][];
export function textColours(element: unknown): { text: string; background: string };
/** Drags the map so many times; for each, the milliseconds until it was drawn and what the page said of it. */
export function drawnFrames(
  picture: Element,
  times: number,
): Promise<{ milliseconds: number; text: string }[]>;

/** The colour of an element's text. */
export function colourOf(element: Element): string;
