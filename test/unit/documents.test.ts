import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { messages } from '../../shared/protocol/messages';
import { checkPart, partOf, table } from '../support/documentParts';

const read = (path: string) => readFileSync(path, 'utf8');
const manifest = JSON.parse(read('package.json')) as Manifest;
const wording = JSON.parse(read('package.nls.json')) as Record<string, string>;

describe('documents', () => {
  describe('the reference', () => {
    it('has every setting with its range and default', () =>
      checkPart('docs/settings.md', 'settings', settingsTable()));

    it('has every command by the name people see', () => {
      const { commands } = manifest.contributes;
      const named = commands.map(({ category, title }) => `${category}: ${worded(title)}`);
      assert.deepEqual(firstCells(partOf('docs/commands.md', 'commands')).sort(), named.sort());
    });
  });

  describe('README.md', () => {
    it('is read in one go', () => assert.ok(Buffer.byteLength(read('README.md')) <= 8192));

    it('names the two commands to begin with, which exist', () => {
      for (const name of ['start', 'test']) {
        assert.ok(read('README.md').includes(`npm ${name}`), name);
        assert.ok(manifest.scripts[name], name);
      }
    });
  });

  describe('docs/protocol.md', () => {
    const check = (part: string, ...paths: string[]) =>
      checkPart('docs/protocol.md', part, paths.map(typeSections).join(''));

    it('has every message with direction, types and promise', () =>
      checkPart('docs/protocol.md', 'messages', messageSections()));

    const types = ['captures', 'training', 'similar', 'jobs', 'jobProgress', 'judging', 'status', 'settings'];
    it('has every type with its fields', () =>
      check('types', ...types.map(name => `shared/protocol/${name}.ts`)));

    it('has every type of clusters with its fields', () => check('clusters', 'shared/protocol/clusters.ts'));

    it('has every type of documents of routes with its fields', () =>
      check('route documents', 'shared/protocol/routeDocuments.ts'));

    it('has every type of maps with its fields', () => check('maps', 'shared/protocol/map.ts'));

    it('has every call between a panel and the extension', () =>
      check('panel', 'webviews/src/similar/contract.ts'));

    it('has every call between the panels of long jobs and the extension', () => {
      const pages = ['judging/report', 'judging/grid', 'judging/score', 'clusters', 'map'];
      check(
        'jobs',
        'webviews/src/base/jobContract.ts',
        ...pages.map(page => `webviews/src/${page}/contract.ts`),
      );
    });
  });

  describe('ARCHITECTURE.md', () => {
    const named = firstCells(partBelow('ARCHITECTURE.md', '## Folders'));

    it('names folders that are there', () =>
      assert.deepEqual(
        named.filter(folder => !existsSync(folder)),
        [],
      ));

    it('names every folder that holds a part of the house', () => {
      const below = (folder: string) =>
        readdirSync(folder, { withFileTypes: true })
          .filter(entry => entry.isDirectory() && entry.name !== 'dist')
          .map(entry => `${folder}/${entry.name}`);
      const wanted = [
        ...below('shared'),
        ...below('server/src'),
        'server/kernels',
        'client/src',
        'webviews/src',
      ];
      assert.deepEqual(
        wanted.filter(folder => !named.includes(folder)),
        [],
      );
    });
  });

  it('lists in `messages` whatever the protocol declares', () => {
    const declared = declaredMessages().map(({ method }) => method);
    assert.deepEqual(messages.map(({ method }) => method).sort(), declared.sort());
  });

  for (const document of documents())
    it(`links from ${document} only to what exists`, () => {
      const missing = linksOf(read(document)).filter(link => !leadsSomewhere(document, link));
      assert.deepEqual(missing, []);
    });
});

/** Every document of the repository. */
function documents(): string[] {
  const below = readdirSync('docs', { recursive: true }).map(path => `docs/${String(path)}`);
  const top = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'CHANGELOG.md'];
  return [...top, ...below.filter(path => path.endsWith('.md'))].map(path => path.replaceAll('\\', '/'));
}

/** Targets of links and pictures, but for those elsewhere on the web; not of what is code. */
function linksOf(markdown: string): string[] {
  const prose = markdown.replace(/```[\s\S]*?```|`[^`\n]*`/g, '');
  return [...prose.matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].map(match => match[1] ?? '');
}

function leadsSomewhere(document: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? document : join(dirname(document), path);
  if (!existsSync(target)) return false;
  if (anchor === undefined) return true;
  const titles = [...read(target).matchAll(/^#+ (.*)$/gm)].map(([, title = '']) => slugOf(title));
  return titles.includes(anchor);
}

/** The name of a title in an address, as GitHub makes it. */
const slugOf = (title: string) =>
  title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(' ', '-');

/** A document from a title on, up to the next one. */
function partBelow(document: string, title: string): string {
  const [, below = ''] = read(document).split(`${title}\n`);
  return below.split('\n## ')[0] ?? '';
}

interface Manifest {
  scripts: Record<string, string>;
  contributes: {
    commands: { command: string; category: string; title: string }[];
    configuration: { properties: Record<string, Setting> };
  };
}

interface Setting {
  type: string;
  default: unknown;
  enum?: string[];
  enumDescriptions?: string[];
  minimum?: number;
  exclusiveMinimum?: number;
  maximum?: number;
  markdownDescription: string;
}

/** The cells of each row of a table below its head, without their code marks. */
function cellsOf(table: string): string[][] {
  const rows = table.split('\n').filter(line => line.startsWith('|'));
  return rows.slice(2).map(row =>
    row
      .split('|')
      .slice(1, -1)
      .map(cell => cell.trim().replaceAll('`', '')),
  );
}

function firstCells(table: string): string[] {
  return cellsOf(table).map(([first = '']) => first);
}

function worded(text: string): string {
  return text.replace(/^%(.+)%$/, (_, key: string) => wording[key] ?? text);
}

function settingsTable(): string {
  const rows = Object.entries(manifest.contributes.configuration.properties).map(([key, setting]) => [
    `\`${key}\``,
    `\`${JSON.stringify(setting.default)}\``,
    valuesOf(setting),
    [setting.markdownDescription, ...choicesOf(setting)].map(worded).join(' '),
  ]);
  return table(['Setting', 'Default', 'Values', 'Meaning'], rows);
}

/** The meaning of each value of an enumeration. */
function choicesOf({ enum: names = [], enumDescriptions = [] }: Setting): string[] {
  return names.map((name, i) => `\`${name}\`: ${worded(enumDescriptions[i] ?? '')}`);
}

function valuesOf({ type, enum: names, minimum, exclusiveMinimum, maximum }: Setting): string {
  if (names) return names.map(name => `\`${name}\``).join(', ');
  const number = (value: number) => value.toLocaleString('en', { useGrouping: value < 2 ** 31 });
  if (exclusiveMinimum !== undefined)
    return `above ${number(exclusiveMinimum)}, to ${number(maximum ?? Infinity)}`;
  if (minimum !== undefined) return `${number(minimum)} to ${number(maximum ?? Infinity)}`;
  return { string: 'text', array: 'list of column names', boolean: '`true`, `false`' }[type] ?? type;
}

interface DeclaredMessage {
  name: string;
  kind: 'request' | 'notification';
  method: string;
  /** Names of the params' and, for a request, the result's types. */
  types: string[];
  comment: string;
}

function declaredMessages(): DeclaredMessage[] {
  const source = parsed('shared/protocol/messages.ts');
  return source.statements.filter(ts.isVariableStatement).flatMap(statement => {
    const [declaration] = statement.declarationList.declarations;
    const made = declaration?.initializer;
    if (!declaration || !made || !ts.isNewExpression(made)) return [];
    const [method] = made.arguments ?? [];
    assert.ok(method && ts.isStringLiteral(method));
    const isRequest = made.expression.getText() === 'RequestType';
    const types = (made.typeArguments ?? []).slice(0, isRequest ? 2 : 1).map(type => type.getText());
    const kind = isRequest ? 'request' : 'notification';
    return [
      { name: declaration.name.getText(), kind, method: method.text, types, comment: commentOf(statement) },
    ];
  });
}

function messageSections(): string {
  const sections = declaredMessages().map(({ name, kind, method, types, comment }) => {
    const [direction, ...promise] = comment.split('. ');
    assert.match(direction ?? '', /^(Client → server|Server → client)$/, `${name} says no direction`);
    const [params = '', result] = types.map(type => `\`${type}\``);
    const rows = [
      ['Direction', `${direction}, ${kind}`],
      ['Name in the code', `\`${name}\``],
      ['Params', params],
      ...(result ? [['Result', result]] : []),
      ['Promise', promise.join('. ')],
    ];
    return `### \`${method}\`\n\n${table(['', ''], rows)}`;
  });
  return `\n${sections.join('\n')}\n`;
}

/** A section for each exported type of a source file, with its fields or calls. */
function typeSections(path: string): string {
  const source = parsed(path);
  const sections = source.statements.flatMap(statement => {
    if (ts.isTypeAliasDeclaration(statement))
      return [`${headOf(statement)}\`\`\`ts\n${statement.getText().replace(/^export /, '')}\n\`\`\`\n`];
    if (!ts.isInterfaceDeclaration(statement)) return [];
    const base = statement.heritageClauses?.flatMap(clause => clause.types.map(type => type.getText())) ?? [];
    const more = base.length > 0 ? `Also has the fields of \`${base.join('`, `')}\`.\n\n` : '';
    return [`${headOf(statement)}${more}${membersTable(statement.members)}`];
  });
  return `\n${sections.join('\n')}\n`;
}

function headOf(statement: ts.InterfaceDeclaration | ts.TypeAliasDeclaration): string {
  const comment = commentOf(statement);
  return `### \`${statement.name.text}\`\n\n${comment === '' ? '' : `${comment}\n\n`}`;
}

function membersTable(members: ts.NodeArray<ts.TypeElement>): string {
  if (!members.some(ts.isMethodSignature))
    return table(
      ['Field', 'Type', 'Meaning'],
      members.flatMap(member => fieldRows(member, '')),
    );
  const rows = members.filter(ts.isMethodSignature).map(call => {
    const argument = oneLine(call.parameters[0]?.type);
    return [`\`${call.name.getText()}\``, `\`${argument}\``, `\`${oneLine(call.type)}\``, commentOf(call)];
  });
  return table(['Call', 'Argument', 'Answer', 'Meaning'], rows);
}

/** A row for a field; an object written in place has a row for each of its own. */
function fieldRows(member: ts.TypeElement, prefix: string): string[][] {
  assert.ok(ts.isPropertySignature(member));
  const name = `${prefix}${member.name.getText()}`;
  if (member.type && ts.isTypeLiteralNode(member.type))
    return member.type.members.flatMap(inner => fieldRows(inner, `${name}.`));
  return [
    [`\`${name}${member.questionToken ? '?' : ''}\``, `\`${oneLine(member.type)}\``, commentOf(member)],
  ];
}

function oneLine(type: ts.TypeNode | undefined): string {
  return (type?.getText() ?? 'void').replace(/\s+/g, ' ');
}

/** The text of the last documentation comment before a node, on one line. */
function commentOf(node: ts.Node): string {
  const text = node.getSourceFile().text;
  const range = ts
    .getLeadingCommentRanges(text, node.getFullStart())
    ?.findLast(({ pos }) => text.startsWith('/**', pos));
  if (!range) return '';
  return text
    .slice(range.pos + 3, range.end - 2)
    .replace(/^\s*\* ?/gm, '')
    .replace(/\s+/g, ' ')
    .trim();
}

function parsed(path: string): ts.SourceFile {
  return ts.createSourceFile(path, read(path), ts.ScriptTarget.ES2022, true);
}
