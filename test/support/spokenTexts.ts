import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';

/** A text in the sources, with its place. */
export interface Spoken {
  place: string;
  key: string;
}

const roots = ['client/src', 'server/src', 'shared', 'webviews/src'];

let read: ts.SourceFile[] | undefined;

/** Read once: they do not change meanwhile. */
function sources(): ts.SourceFile[] {
  return (read ??= roots.flatMap(root =>
    readdirSync(root, { recursive: true })
      .map(path => `${root}/${String(path)}`.replaceAll('\\', '/'))
      .filter(path => path.endsWith('.ts'))
      .map(path => ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true)),
  ));
}

/** The texts that are looked up in the bundle, as the compiler reads them. */
export function spokenTexts(): Spoken[] {
  const found: Spoken[] = [];
  for (const source of sources())
    visit(source, node => {
      if (!isTranslation(node)) return;
      const [first] = node.arguments;
      if (first && ts.isStringLiteralLike(first)) found.push({ place: placeOf(first), key: first.text });
    });
  return found;
}

/**
 * Sentences, and what errors say, that are looked up nowhere. The log is English, as what is written for machines is;
 * the command line and what a cluster asks are too, and so is what an investigation keeps, which is handed on to people of any language. The words
 * of parameters are looked up where they are shown.
 */
export function unspokenTexts(): Spoken[] {
  const found: Spoken[] = [];
  for (const source of sources()) {
    if (english.some(place => source.fileName.includes(place))) continue;
    visit(source, node => {
      if (isTranslation(node) || isLogged(node) || ts.isImportDeclaration(node) || ts.isTypeNode(node))
        return 'skip';
      if (!ts.isStringLiteralLike(node) && !ts.isTemplateExpression(node)) return;
      const key = ts.isTemplateExpression(node)
        ? [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join('…')
        : node.text;
      if (isSentence(key) || (isSaidByError(node) && /[a-z]{2,} [a-z]{2,}/.test(key)))
        found.push({ place: placeOf(node), key });
      return;
    });
  }
  return found;
}

const english = ['server/src/cli/', 'server/src/engine/spark/', 'shared/parameters/', '/investigation/'];

const isSentence = (text: string) => /[a-z]{2,} [a-z]{2,}.*[.?]$/.test(text);

const isSaidByError = ({ parent }: ts.Node) =>
  ts.isNewExpression(parent) &&
  /(?:Error|Damaged|Refused|Unread|OtherVersion)$/.test(parent.expression.getText());

/** A line of the log, or of the console. */
function isLogged(node: ts.Node): boolean {
  return (
    ts.isCallExpression(node) && /(?:\blog(?:\.\w+)?|console\.\w+|\bsay)$/.test(node.expression.getText())
  );
}

function isTranslation(node: ts.Node): node is ts.CallExpression {
  return ts.isCallExpression(node) && /(?:^|\.)l10n\.t$/.test(node.expression.getText());
}

function placeOf(node: ts.Node): string {
  const source = node.getSourceFile();
  return `${source.fileName}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
}

function visit(node: ts.Node, take: (node: ts.Node) => unknown): void {
  if (take(node) !== 'skip') ts.forEachChild(node, child => visit(child, take));
}
