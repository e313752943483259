/** The command line that answers what the editor cannot for a file above its limits. */
export function similarCommandLine(extension: string, capture: string, platform: string): string {
  const quote = (text: string) => shellQuote(text, platform);
  return `cd ${quote(extension)} && npm run --silent flow2vec -- similar ${quote(capture)} --token ${quote('udp 10.0.0.1 8.8.8.8 53')}`;
}

/** Quotes one argument so that the shell hands it over as it is, whatever a file is called. */
export function shellQuote(text: string, platform: string): string {
  if (platform === 'win32') return `"${text.replace(/"/g, '')}"`;
  return `'${text.replace(/'/g, `'\\''`)}'`;
}
