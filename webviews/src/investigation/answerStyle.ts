/** Of answers in notebooks: their page is VS Code's, and takes one script from us. */
export const answerStyle = `
.flow2vec-answer { font-family: var(--vscode-font-family); font-size: var(--vscode-font-size); color: var(--vscode-foreground); }
.flow2vec-answer p { margin: 0.3em 0; overflow-wrap: anywhere; }
.flow2vec-answer figure { margin: 0.6em 0; }
.flow2vec-answer figcaption { font-weight: 600; }
.flow2vec-answer svg { max-width: 100%; height: auto; }
.flow2vec-answer .wide { max-height: 24em; overflow: auto; }
.flow2vec-answer table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
.flow2vec-answer th, .flow2vec-answer td { border: 1px solid var(--vscode-panel-border, #808080); padding: 0.15em 0.5em; text-align: left; vertical-align: top; }
.flow2vec-answer th { position: sticky; top: 0; background: var(--vscode-editor-background); }
.flow2vec-answer td.number { text-align: right; }
.flow2vec-answer summary { cursor: pointer; font-weight: 600; margin: 0.4em 0; }
.flow2vec-answer .asked { color: var(--vscode-descriptionForeground); }
.flow2vec-answer .error { border-left: 3px solid var(--vscode-errorForeground); padding-left: 0.6em; }
.flow2vec-answer button { background: none; border: 0; padding: 0 0.2em; font: inherit; color: var(--vscode-textLink-foreground); cursor: pointer; text-decoration: underline; }
.flow2vec-answer button:focus-visible { outline: 1px solid var(--vscode-focusBorder); }
`;
