import * as vscode from 'vscode';
import { createNonce, webviewHtml } from './webviewHtml';

/** Fills a panel, or a view, with the page of that name: `webviews/dist/NAME.js` and `.css`, and nothing from elsewhere. */
export function loadPage(
  { webview, title = '' }: { webview: vscode.Webview; title?: string | undefined },
  extensionUri: vscode.Uri,
  name: string,
): void {
  const dist = vscode.Uri.joinPath(extensionUri, 'webviews', 'dist');
  const asset = (file: string) => webview.asWebviewUri(vscode.Uri.joinPath(dist, file)).toString();
  webview.options = { enableScripts: true, localResourceRoots: [dist] };
  webview.html = webviewHtml({
    cspSource: webview.cspSource,
    nonce: createNonce(),
    script: asset(`${name}.js`),
    style: asset(`${name}.css`),
    title,
    language: vscode.env.language,
  });
}
