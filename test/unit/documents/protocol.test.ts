import assert from 'node:assert/strict';
import ts from 'typescript';
import { messages } from '../../../shared/protocol/messages';
import { checkPart, read, table } from '../../support/documents';

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

  it('lists in `messages` whatever the protocol declares', () => {
    const declared = declaredMessages().map(({ method }) => method);
    assert.deepEqual(messages.map(({ method }) => method).sort(), declared.sort());
  });
});

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
