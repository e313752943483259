/** Language identifier of the texts of each format that has one, as in the manifest, by the format's name. */
export const languageOfFormat: Readonly<Record<string, string>> = {
  argus: 'binetflow',
  zeek: 'zeek-conn',
  suricata: 'suricata-eve',
  nfdump: 'nfdump',
  silk: 'silk-rwcut',
  'aws-vpc': 'aws-vpc-flow',
};

export const captureLanguages: readonly string[] = Object.values(languageOfFormat);

/** Whether a document of this language is a capture. */
export function isCaptureLanguage(id: string | undefined): boolean {
  return id !== undefined && captureLanguages.includes(id);
}
