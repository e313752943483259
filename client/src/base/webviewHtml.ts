import { escapedHtml } from '../../../shared/text/html';
import { randomBytes } from 'node:crypto';

export interface PageParts {
  /** Where the page's files come from, `webview.cspSource`. */
  cspSource: string;
  nonce: string;
  script: string;
  style: string;
  title: string;
  /** Language of the texts, for screen readers and number formats. */
  language: string;
}

/** A nonce nobody can guess, new for each page. */
export function createNonce(): string {
  return randomBytes(24).toString('base64url');
}

/** The page around a panel's script. It holds no data: that is posted once the script says it is ready. */
export function webviewHtml({ cspSource, nonce, script, style, title, language }: PageParts): string {
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource}`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${escapedHtml(language)}">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${escapedHtml(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${escapedHtml(style)}">
<title>${escapedHtml(title)}</title>
</head>
<body>
<main id="page"></main>
<script nonce="${nonce}" src="${escapedHtml(script)}"></script>
</body>
</html>`;
}
