let translations: Readonly<Record<string, string>> = {};

/** Takes over the translations that the extension sends with the state. */
export function setTexts(texts: Readonly<Record<string, string>>): void {
  translations = texts;
}

/** The text in the user's language, with `{0}`, `{1}` … filled in; the English wording is its key. */
export function t(text: string, ...values: readonly (string | number)[]): string {
  return (translations[text] ?? text).replace(/\{(\d)\}/g, (hole, index) =>
    String(values[Number(index)] ?? hole),
  );
}
