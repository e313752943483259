/** Runs in the page, in place of VS Code: answers its calls, with the map's file as it is on the server. */
export function fakeExtension(result: unknown): void;
