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
    // The host is installed below the repository. With a plain path VS Code takes its own themes for those of
    // the extension under development, and shows one of them whatever the settings say.
    ...(extension ? [['extensionDevelopmentPath', remote(`${extension}/.`)]] : []),
    ...(tests ? [['extensionTestsPath', remote(tests)]] : []),
    ...(file ? [['openFile', remote(file)]] : []),
  ];
  const query = new URLSearchParams({ folder });
  if (payload.length > 0) query.set('payload', JSON.stringify(payload));
  return `${origin}/?${query}`;
}
