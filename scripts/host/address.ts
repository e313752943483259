export interface WorkbenchAddress {
  /** Absolute paths. */
  folder: string;
  file?: string;
  /** An extension under development. */
  extension?: string;
  /** A module whose `run` is called inside the extension host. */
  tests?: string;
}

/** The address of a workbench that the server at `origin` serves. */
export function workbenchAddress(
  origin: string,
  { folder, file, extension, tests }: WorkbenchAddress,
): string {
  const remote = (path: string): string =>
    `vscode-remote://${new URL(origin).host}${encodeURI(path.replaceAll('\\', '/'))}`;
  const payload = [
    ...(extension ? [['extensionDevelopmentPath', remote(extension)]] : []),
    ...(tests ? [['extensionTestsPath', remote(tests)]] : []),
    ...(file ? [['openFile', remote(file)]] : []),
  ];
  const query = new URLSearchParams({ folder });
  if (payload.length > 0) query.set('payload', JSON.stringify(payload));
  return `${origin}/?${query}`;
}
