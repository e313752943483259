import * as l10n from '@vscode/l10n';
import { button } from './dom';

/** Files that something on a page can be written to, each with its name. */
const formats = {
  csv: 'CSV',
  json: 'JSON',
  markdown: 'Markdown',
  parquet: 'Parquet',
  png: 'PNG',
  svg: 'SVG',
} as const;

/** A button that asks for a file and writes to it: it says the format, and on hover what of. */
export function fileButton(
  testId: string,
  format: keyof typeof formats,
  what: 'rows' | 'answer' | 'picture',
  run: () => void,
): HTMLButtonElement {
  const name = formats[format];
  const words = {
    rows: l10n.t('Export the rows as {0}', name),
    answer: l10n.t('Export the answer as {0}', name),
    picture: l10n.t('Export the picture as {0}', name),
  };
  const attributes = { class: 'secondary small', title: words[what], 'aria-label': words[what] };
  return button(testId, l10n.t('{0}…', name), run, attributes);
}
