import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import type {
  CodeAction,
  CompletionItem,
  Diagnostic,
  DocumentSymbol,
  FoldingRange,
  Hover,
  Location,
} from 'vscode-languageserver/node';
import { diffRoutes, listRoutes } from '../../shared/protocol/messages';
import { EditorClient } from '../support/editorClient';
import { FakeEngine } from '../support/fakeEngine';
import { makeMmdb } from '../support/makeMmdb';
import { temporaryFolder } from '../support/temporaryFolder';

const text = `# label: malicious
traceroute to bad.example (192.0.2.9), 30 hops max, 60 byte packets
 1  gw.example (10.0.0.1) [AS64500]  1.000 ms  2.000 ms  4.000 ms
 2  * * *
 3  198.51.100.1  12.500 ms <MPLS:L=7> 198.51.100.200  13.5 ms  *
 4  192.0.2.9  20.000 ms !X  21.000 ms !X  22.000 ms !X

# label: nice
traceroute to good.example (203.0.113.9), 30 hops max, 60 byte packets
 1  10.0.0.7  1.5 ms  *  *
 2  198.51.100.77  30 ms  30 ms  30 ms
 3  * * *
# label: benign
traceroute to ok.example (203.0.113.10), 30 hops max, 60 byte packets
 1  10.0.0.1  1.5 ms
`;
const uri = 'file:///r.traceroute';

describe('a document of traceroutes', () => {
  const folder = temporaryFolder();
  let editor: EditorClient;
  beforeEach(async () => {
    editor = await EditorClient.start({ createEngine: () => new FakeEngine() });
    await editor.open(uri, text, 'traceroute');
  });
  afterEach(() => editor.stop());

  const plain = async (line: number, character = 0) =>
    (await editor.hover(uri, line, character)).replaceAll('\\', '');

  it('says of a hop who answered, how fast, and how common its subnet is in each class', async () => {
    const hop = await plain(2, 18);
    assert.match(hop, /^\*\*Hop 1\*\*: \*\*10\.0\.0\.1\*\* \(gw\.example\)/);
    assert.match(
      hop,
      /Subnet \*\*10\.0\.0\.0\/24\*\*: passed by 100 % of 1 benign route, 100 % of 1 malicious route, 100 % of 1 route without a label here\./,
    );
    assert.match(hop, /AS64500, says the tool/);
    assert.match(hop, /Round trip 1 ms, 2 ms, 4 ms · jitter 1\.5 ms · no loss/);
    assert.ok(!hop.includes('from hop'));
  });

  it('says of the host under the pointer, and of the jump from the last hop that answered', async () => {
    const first = await plain(4, 6);
    assert.match(first, /^\*\*Hop 3\*\*: \*\*198\.51\.100\.1\*\*/);
    assert.match(first, /passed by 0 % of 1 benign route, 100 % of 1 malicious route, 100 % of/);
    assert.match(first, /Round trip 12\.5 ms · 33 % lost · 1 answer of other hosts on this hop/);
    assert.match(first, /\+10\.7 ms from hop 1/);
    assert.match(first, /MPLS L=7/);
    assert.match(await plain(4, 45), /^\*\*Hop 3\*\*: \*\*198\.51\.100\.200\*\*/);
    assert.match(await plain(5, 10), /!X: communication administratively prohibited/);
    assert.match(await plain(3, 1), /^\*\*Hop 2\*\*: no answer\n\nOf 3 probes 100 % lost$/);
  });

  it('says of a header, and of the label above, what is learned from the route', async () => {
    for (const line of [0, 1]) {
      const header = await plain(line, 3);
      assert.match(header, /^Route to \*\*bad\.example\*\*, \*\*192\.0\.2\.9\*\*/);
      assert.match(header, /label malicious · lines 2 to 6 · read as linux/);
      assert.match(
        header,
        /\| Timeouts \| 1 \|\n\| AveragePing \| 12 ms \|\n\| NumHops \| 4 \|\n\| Tail Timeouts \| 0 \|\n\| Reached \| yes \|/,
      );
    }
    assert.match(await plain(13), /Left out of what is learned/);
    assert.equal(await editor.about<Hover | null>('hover', uri, 6, 0), null);
    assert.equal(await editor.about<Hover | null>('hover', uri, 40, 0), null);
  });

  it('names networks from the file of the settings, and says when it cannot be read', async () => {
    const path = folder.file(
      'n.mmdb',
      makeMmdb([
        {
          subnet: '198.51.100.0/24',
          data: { autonomous_system_number: 64501, autonomous_system_organization: 'Test [Net](x)' },
        },
        {
          subnet: '192.0.2.0/24',
          data: { city: { names: { en: 'Prague' } }, country: { names: { en: 'Czechia' } } },
        },
      ]),
    );
    await editor.configure({ routes: { mmdb: path } });
    assert.match(await editor.hover(uri, 4, 6), /Network AS64501 Test \\\[Net\\\]\\\(x\\\)/);
    assert.match(await plain(5, 6), /Network Prague, Czechia/);
    assert.ok(!(await plain(2, 18)).includes('Network'));
    writeFileSync(path, 'no such file');
    assert.ok(!(await plain(5, 6)).includes('Network'));
    await editor.logged(/n\.mmdb: cannot be read as a MaxMind file/);
  });

  it('counts subnets by the prefix of the settings', async () => {
    await editor.configure({ routes: { prefix: 25 } });
    assert.match(
      await plain(4, 45),
      /Subnet \*\*198\.51\.100\.128\/25\*\*: passed by 0 % of 1 benign route, 0 %/,
    );
  });

  it('tells problems, and mends labels', async () => {
    const [problem, ...others] = await editor.diagnostics(uri);
    assert.deepEqual([problem?.range.start.line, problem?.code, others], [7, 'label', []]);
    const actions = await actionsOn(7, [problem as Diagnostic]);
    assert.deepEqual(
      actions.map(action => [action.kind, action.edit?.changes?.[uri]?.[0]?.newText]),
      [
        ['quickfix', '# label: benign'],
        ['quickfix', '# label: malicious'],
      ],
    );
    await editor.edit(uri, 2, 7, '# label: benign');
    assert.deepEqual(await editor.diagnostics(uri), []);
  });

  for (const [said, meant] of [
    ['mamalicous', 'malicious'],
    ['Maliciuos', 'malicious'],
    ['beningn', 'benign'],
  ] as const)
    it(`offers for the label "${said}" first what is spelled most like it`, async () => {
      await editor.diagnostics(uri);
      await editor.edit(uri, 2, 7, `# label: ${said}`);
      const [problem] = await editor.diagnostics(uri);
      const [first, second] = await actionsOn(7, [problem as Diagnostic]);
      assert.deepEqual(
        [first, second].map(action => action?.edit?.changes?.[uri]?.[0]?.newText),
        [`# label: ${meant}`, `# label: ${meant === 'benign' ? 'malicious' : 'benign'}`],
      );
    });

  it('labels a route without one, and changes the label of another', async () => {
    const added = await actionsOn(9);
    const first = added[0]?.edit?.changes?.[uri]?.[0];
    assert.equal(first?.newText, '# label: benign');
    assert.equal(first?.range.start.line, 7, 'in the place of the words that are none');
    const [changed, ...more] = await actionsOn(14);
    assert.deepEqual(
      [changed?.title, changed?.edit?.changes?.[uri]?.[0]?.range.start.line, more],
      ['Label this route malicious', 12, []],
    );
  });

  it('completes label lines', async () => {
    await editor.edit(uri, 2, 6, '#');
    const items = await editor.about<CompletionItem[]>('completion', uri, 6, 1);
    assert.deepEqual(
      items.map(item => item.label),
      ['# label: benign', '# label: malicious'],
    );
    assert.deepEqual(await editor.about('completion', uri, 2, 5), []);
  });

  it('lists and folds routes', async () => {
    const symbols = await editor.about<DocumentSymbol[]>('documentSymbol', uri);
    assert.deepEqual(
      symbols.map(symbol => [symbol.name, symbol.detail]),
      [
        ['192.0.2.9', '4 hops, 12 ms, reached, malicious'],
        ['203.0.113.9', '3 hops, 22.9 ms, not reached'],
        ['203.0.113.10', '1 hop, 1.5 ms, not reached, benign'],
      ],
    );
    const folds = await editor.about<FoldingRange[]>('foldingRange', uri);
    assert.deepEqual(
      folds.map(fold => [fold.startLine, fold.endLine]),
      [
        [1, 5],
        [8, 11],
        [13, 14],
      ],
    );
  });

  it('finds every address of a subnet', async () => {
    const found = await editor.about<Location[]>('references', uri, 4, 6);
    assert.deepEqual(
      found.map(({ range }) => [range.start.line, range.start.character, range.end.character]),
      [
        [4, 4, 16],
        [4, 39, 53],
        [10, 4, 17],
      ],
    );
    assert.equal((await editor.about<unknown[]>('documentHighlight', uri, 4, 6)).length, 3);
    assert.deepEqual(await editor.about<Location[]>('references', uri, 1, 2), []);
  });

  it('lists routes to choose from, and lays two side by side', async () => {
    const list = await editor.ask(listRoutes, { uri, most: 2 });
    assert.deepEqual([list.of, list.routes.map(r => r.line)], [3, [1, 8]]);
    const { left, right } = await editor.ask(diffRoutes, {
      left: { uri, line: 0 },
      right: { uri, line: 10 },
    });
    const [a, b] = [left.split('\n'), right.split('\n')];
    assert.equal(a.length, b.length);
    const beside = (part: string) => a.findIndex(line => line.startsWith(part));
    assert.match(b[beside('10.0.0.0/24')] ?? '', /^10\.0\.0\.0\/24 +10\.0\.0\.7$/);
    assert.match(b[beside('198.51.100.0/24')] ?? '', /198\.51\.100\.77$/);
    assert.equal(b[beside('192.0.2.0/24')], '*', 'hops between that are not alike stand beside each other');
    assert.equal(b[beside('*')], '(no hop)');
    await assert.rejects(
      editor.ask(diffRoutes, { left: { uri, line: 6 }, right: { uri: 'file:///x', line: 1 } }),
      /Open the file as traceroutes/,
    );
  });

  it('reads JSON in it too, with hovers on its lines', async () => {
    const json = 'file:///a.traceroute';
    const value = {
      prb_id: 1,
      dst_addr: '192.0.2.1',
      result: [{ hop: 1, result: [{ from: '10.0.0.1', rtt: 2 }] }],
    };
    await editor.open(json, JSON.stringify(value, undefined, 2), 'traceroute');
    const lines = JSON.stringify(value, undefined, 2).split('\n');
    const line = lines.findIndex(each => each.includes('10.0.0.1'));
    const hover = await editor.hover(json, line, (lines[line] ?? '').indexOf('10.0'));
    assert.match(hover.replaceAll('\\', ''), /^\*\*Hop 1\*\*: \*\*10\.0\.0\.1\*\*/);
    assert.match((await editor.hover(json, 0)).replaceAll('\\', ''), /^Route to \*\*192\.0\.2\.1\*\*/);
    const packed = 'file:///b.traceroute';
    const whole = JSON.stringify(value);
    await editor.open(packed, whole, 'traceroute');
    assert.match(await editor.hover(packed, 0, whole.indexOf('10.0')), /Hop 1/);
    assert.match(await editor.hover(packed, 0, 1), /Route to/);
  });

  it('shows hostile names as text', async () => {
    const evil = 'file:///evil.traceroute';
    const name = 'a<img/src=x>[x](command:evil)`a`\u202Egnp.exe';
    const line = ` 1  ${name} (10.0.0.1)  1 ms\n`;
    await editor.open(
      evil,
      `traceroute to ${name} (192.0.2.1), 30 hops max\n${line.repeat(3)}`,
      'traceroute',
    );
    for (const at of [0, 1]) {
      const hover = await editor.hover(evil, at, 1);
      assert.ok(!/(^|[^\\])(<img|\[x\]|`)/.test(hover), hover);
      assert.match(hover, /U\\\+202E/);
    }
  });

  it('leaves captures alone', async () => {
    await editor.open('file:///c.binetflow', 'Dear diary');
    const [problem] = await editor.diagnostics('file:///c.binetflow');
    assert.equal(problem?.code, 'layout');
    assert.deepEqual(await editor.about('foldingRange', 'file:///c.binetflow'), []);
  });

  function actionsOn(line: number, diagnostics: Diagnostic[] = []): Promise<CodeAction[]> {
    const range = { start: { line, character: 0 }, end: { line, character: 0 } };
    return editor.connection
      .sendRequest<CodeAction[]>('textDocument/codeAction', {
        textDocument: { uri },
        range,
        context: { diagnostics },
      })
      .then(actions => actions);
  }
});
