import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as l10n from '@vscode/l10n';
import { getL10nPseudoLocalized, type l10nJsonFormat } from '@vscode/l10n-dev';
import type { CodeLens, DocumentSymbol } from 'vscode-languageserver/node';
import * as messages from '../../shared/protocol/messages';
import { EditorClient } from '../support/editorClient';
import { FakeEngine } from '../support/fakeEngine';
import { makeCapture } from '../support/makeCapture';

// A language that has an accent on every letter: what is said without one was not looked up.
const bundle = JSON.parse(readFileSync('l10n/bundle.l10n.json', 'utf8')) as l10nJsonFormat;

/** Names that are the same in every language: of protocols, services and columns, of classes of labels, of tools. */
const names =
  /^(?:Argus|UTC|DNS|DSCP|DHCP|HTTP|HTTPS|NTP|SMTP|SSH|IPv|BitTorrent|SYN|ACK|RST|FIN|PSH|linux|Kerberos|LDAP|RIPE|botnet|malicious|normal|background|unlabelled|benign|other|command|train|flow2vec|StartTime|Dur|Proto|SrcAddr|Sport|Dir|DstAddr|Dport|State|sTos|dTos|TotPkts|TotBytes|SrcBytes|Label|AveragePing|NumHops|Timeouts|Tail|Reached|label)$/;

const routes = `# label: benign
traceroute to example.org (192.0.2.9), 30 hops max, 60 byte packets
 1  10.0.0.1  0.50 ms  0.40 ms  0.45 ms
 2  198.51.100.1  5.1 ms *  5.3 ms
 3  192.0.2.9  9.1 ms  9.2 ms  9.0 ms

traceroute to 192.0.2.10 (192.0.2.10), 30 hops max
 1  * * *
 2  what is this
`;

describe('in a language of its own, the server', () => {
  let editor: EditorClient;
  const said: string[] = [];
  let present = '';
  before(() => l10n.config({ contents: getL10nPseudoLocalized(bundle) as Record<string, string> }));
  after(() => l10n.config({ contents: {} }));
  beforeEach(async () => {
    const engine = new FakeEngine();
    editor = await EditorClient.start({ createEngine: () => engine });
    said.length = 0;
  });
  afterEach(() => editor.stop());

  const leftOut = () => {
    const own = new Set(present.match(/[A-Za-z]{3,}/g));
    const texts = said.map(text => text.replace(/\]\([^)]*\)/g, ']').replace(/&[a-z]+;/g, ' '));
    const found = new Map<string, string>();
    for (const text of texts)
      for (const word of text.match(/[A-Za-z]{3,}/g) ?? [])
        if (!own.has(word) && !names.test(word) && !found.has(word)) found.set(word, text);
    return [...found];
  };
  const symbolsIn = (symbols: readonly DocumentSymbol[]): string[] =>
    symbols.flatMap(({ name, detail, children }) => [name, detail ?? '', ...symbolsIn(children ?? [])]);

  it('says nothing in English of a capture', async () => {
    const uri = 'file:///c/day.binetflow';
    const [head = '', ...rows] = makeCapture({ flows: 60 }).trimEnd().split('\n');
    // Rows that are short, have no time, no port that is one, and a direction that is none.
    const [a = '', b = '', c = '', d = ''] = rows;
    const spoiled = [
      a.split(',').slice(0, 5).join(),
      b.replace(/^[^,]*/, 'noon'),
      c.replace('->', '=>'),
      `${d},,,`,
    ];
    present = [head, ...rows, ...spoiled].join('\n');
    await editor.open(uri, `${present}\n`);
    for (const { message } of await editor.diagnostics(uri)) said.push(String(message));
    assert.ok(said.length >= spoiled.length, 'every spoiled row is a problem');
    for (const line of [1, 2, 3, 20])
      for (let at = 0; at < (present.split('\n')[line]?.length ?? 0); at += 4)
        said.push(await editor.hover(uri, line, at));
    for (const lens of await editor.about<CodeLens[]>('codeLens', uri)) said.push(lens.command?.title ?? '');
    said.push(...symbolsIn(await editor.about<DocumentSymbol[]>('documentSymbol', uri)));
    assert.deepEqual(leftOut(), []);
  });

  it('says nothing in English of traceroutes', async () => {
    const uri = 'file:///c/day.traceroute';
    present = routes;
    await editor.open(uri, routes, 'traceroute');
    for (const { message } of await editor.diagnostics(uri)) said.push(String(message));
    assert.ok(said.length > 0);
    for (const [line, text] of routes.split('\n').entries())
      for (let at = 1; at < text.length; at += 3) {
        const hover = await editor.about<{ contents: { value: string } } | null>('hover', uri, line, at);
        if (hover) said.push(hover.contents.value);
      }
    said.push(...symbolsIn(await editor.about<DocumentSymbol[]>('documentSymbol', uri)));
    assert.deepEqual(leftOut(), []);
  });

  it('refuses nothing in English', async () => {
    present = 'untitled';
    const uri = 'file:///c/none.binetflow';
    const asked = [
      editor.ask(messages.nextFlow, { uri, line: 0, forward: true } as never),
      editor.ask(messages.similarFlows, { uri, line: 0, top: 5 }),
      editor.ask(messages.similarFlows, { uri: 'untitled:a', token: 'a b c d', top: 5 }),
    ];
    for (const answer of await Promise.allSettled(asked)) {
      assert.ok(answer.status === 'rejected', 'it was answered');
      said.push((answer.reason as Error).message);
    }
    assert.deepEqual(leftOut(), []);
  });
});
