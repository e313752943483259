import assert from 'node:assert/strict';
import { CompletionItemKind, type Range } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { routeChoices } from '../../../client/src/routes/routeChoices';
import { labelActions, labelCompletions } from '../../../server/src/editor/routes/routesLabels';
import { addressesOf } from '../../../server/src/editor/routes/routesReferences';
import { aligned, routeDiff } from '../../../server/src/editor/routes/routesDiff';
import { routeDiagnostics } from '../../../server/src/editor/routes/routesDiagnostics';
import { OpenRoutes } from '../../../server/src/editor/routes/openRoutes';
import { hopHover } from '../../../server/src/editor/routes/routesHover';
import { entryOf, indexRoutes } from '../../../server/src/editor/routes/routesIndex';
import { routeFolds, routeSymbols } from '../../../server/src/editor/routes/routesSymbols';
import { atOnce } from '../../../server/src/editor/slices';
import { hopsInOrder } from '../../../server/src/engine/routes/features';
import { parseRoutes } from '../../../server/src/engine/routes/parseRoutes';
import type { Route } from '../../../server/src/engine/routes/route';
import { defaultPrefix } from '../../../server/src/engine/routes/subnets';
import { linesOf } from '../../support/linesOf';

const traced = (destination: string, ...hosts: string[]) =>
  `traceroute to ${destination} (${destination}), 30 hops max\n${hosts
    .map((host, i) => ` ${i + 1}  ${host === '*' ? '* * *' : `${host}  ${i + 1} ms`}\n`)
    .join('')}`;
const routeOf = (...hosts: string[]) =>
  parseRoutes(traced('192.0.2.1', ...hosts), { name: 'test' }).routes[0] as Route;

describe('routes side by side', () => {
  const cases: [what: string, a: string[], b: string[], steps: string][] = [
    ['the same', ['10.0.0.1', '10.0.1.1'], ['10.0.0.1', '10.0.1.1'], '0=0 1=1'],
    ['one more in the middle', ['10.0.0.1', '10.0.1.1'], ['10.0.0.1', '10.9.9.9', '10.0.1.1'], '0=0 -=1 1=2'],
    [
      'another in its place',
      ['10.0.0.1', '10.0.1.1', '10.0.2.1'],
      ['10.0.0.1', '10.9.9.9', '10.0.2.1'],
      '0=0 1=1 2=2',
    ],
    ['the same host before the same subnet', ['10.0.0.1', '10.0.0.2'], ['10.0.0.2'], '0=- 1=0'],
    ['timeouts', ['*', '10.0.0.1', '*'], ['10.0.0.1', '*'], '0=- 1=0 2=1'],
    ['nothing in common', ['10.0.0.1', '10.0.1.1', '10.0.2.1'], ['10.9.0.1'], '0=0 1=- 2=-'],
  ];
  for (const [what, a, b, steps] of cases)
    it(what, () => {
      const found = aligned(hopsInOrder(routeOf(...a)), hopsInOrder(routeOf(...b)), defaultPrefix);
      assert.equal(found.map(([left, right]) => `${left ?? '-'}=${right ?? '-'}`).join(' '), steps);
    });

  it('have texts of as many lines', () => {
    const { left, right } = routeDiff(
      routeOf('10.0.0.1', '*'),
      routeOf('10.9.0.1', '10.0.0.7', '10.1.1.1'),
      defaultPrefix,
    );
    assert.equal(left.split('\n').length, right.split('\n').length);
    assert.match(left, /^Route to 192\.0\.2\.1\nlabel none\nTimeouts 1\n/);
    assert.match(right, /hop 3: 3 ms/);
  });
});

describe('addresses of a subnet', () => {
  const find = (text: string, subnet: string) =>
    (atOnce(addressesOf(linesOf(text), subnet, defaultPrefix)) as Range[]).map(({ start, end }) =>
      text.split('\n')[start.line]?.slice(start.character, end.character),
    );
  const cases: [text: string, subnet: string, found: string[]][] = [
    ['a (10.0.0.1) 1.1 ms 10.0.0.2, 10.0.1.1', '10.0.0.0/24', ['10.0.0.1', '10.0.0.2']],
    ['110.0.0.1 10.0.0.1.5 x10.0.0.1 10.0.0.999', '10.0.0.0/24', []],
    ['2001:db8::1 (2001:DB8:0:1::2) 2001:db8:1::1', '2001:db8::/48', ['2001:db8::1', '2001:DB8:0:1::2']],
    ['"from": "10.0.0.1", "rtt": 10.001', '10.0.0.0/24', ['10.0.0.1']],
  ];
  for (const [text, subnet, found] of cases)
    it(`${text}: ${found.length}`, () => assert.deepEqual(find(text, subnet), found));
});

describe('a document of many routes', () => {
  const text = Array.from({ length: 60 }, (_, i) => traced(`192.0.2.${i}`, '10.0.0.1', '10.0.1.1')).join('');
  const lines = linesOf(text + 'odd\n'.repeat(30));
  const index = atOnce(indexRoutes(lines, defaultPrefix));

  it('finds the route of each line', () => {
    for (const line of [1, 2, 3, 4, 90, 180])
      assert.equal(index.rowAt(line), Math.floor((line - 1) / 3), String(line));
    assert.equal(index.rowAt(181), undefined);
    assert.equal(index.rowAt(0), undefined);
  });

  it('says what the outline leaves out', () => {
    const symbols = atOnce(routeSymbols(lines, index, 50));
    assert.equal(symbols.length, 50);
    assert.match(symbols.at(-1)?.detail ?? '', /\(10 more routes not listed\)$/);
    assert.equal(routeFolds(index).length, 60);
  });

  it('says how many problems are not shown', () => {
    const shown = routeDiagnostics(lines, index, 10);
    assert.equal(shown.length, 11);
    assert.match(String(shown.at(-1)?.message), /^20 more problems from here on not shown, after 10\.$/);
  });
});

describe('a document that is still being read', () => {
  const text = `# label: benign\n${traced('192.0.2.7', '10.0.0.1', '10.0.1.1')}`.repeat(400);
  const document = TextDocument.create('file:///r.traceroute', 'traceroute', 1, text);
  const open = new OpenRoutes(document, 0);

  it('has the same route on a line as when it was read', async () => {
    const index = await open.index(defaultPrefix);
    assert.equal(index?.size, 400);
    for (const line of [2, 3, 799, 1600]) {
      const [route] = open.near(line);
      assert.ok(route && index);
      assert.deepEqual(entryOf(route), index.entry(index.rowAt(line) as number));
    }
    assert.deepEqual(open.near(1), []);
  });

  it('says of a hop that its subnet is being counted', () => {
    const [route] = open.near(3);
    const hover =
      route && hopHover(route, ' 1  10.0.0.1  1 ms', { line: 2, character: 6 }, { prefix: defaultPrefix });
    assert.match(hover?.markdown ?? '', /the routes through it are being counted/);
  });
});

describe('the system of a host', () => {
  const line =
    ' 1  gw (10.0.0.1) [*]  1 ms 10.0.0.2 (10.0.0.2) [AS64500]  2 ms 10.0.0.3 (10.0.0.3) [AS64501]  3 ms';
  const [route] = parseRoutes(`traceroute to 192.0.2.1 (192.0.2.1), 30 hops max\n${line}\n`, {
    name: 'test',
  }).routes;

  for (const [word, told] of [
    ['gw', /^(?!.*says the tool)/s],
    ['10.0.0.1', /^(?!.*says the tool)/s],
    ['10.0.0.2', /AS64500, says the tool/],
    ['10.0.0.3', /AS64501, says the tool/],
  ] as const)
    it(`is told of the one that the pointer is on: ${word}`, () => {
      const place = { line: 1, character: line.indexOf(word) + 1 };
      const hover = route && hopHover(route, line, place, { prefix: defaultPrefix });
      assert.match(hover?.markdown ?? 'says the tool', told);
    });
});

describe('labels', () => {
  it('are offered on lines that begin one', () => {
    for (const text of ['#', '# ', '# la', '#label:', '# label: ma']) {
      const items = labelCompletions(text, 3);
      assert.deepEqual(
        items.map(item => [item.kind, item.textEdit?.newText]),
        [
          [CompletionItemKind.EnumMember, '# label: benign'],
          [CompletionItemKind.EnumMember, '# label: malicious'],
        ],
        text,
      );
    }
    for (const text of ['', 'traceroute to a', '# a remark of mine', ' 1  10.0.0.1'])
      assert.deepEqual(labelCompletions(text, 0), []);
  });

  it('are not offered inside a JSON array, which a label line would break', () => {
    const value = JSON.stringify(
      [{ prb_id: 1, dst_addr: 'a', result: [{ hop: 1, result: [{ x: '*' }] }] }],
      undefined,
      1,
    );
    const lines = linesOf(value);
    const entry = atOnce(indexRoutes(lines, defaultPrefix)).entry(0);
    assert.deepEqual(labelActions(lines, [], entry), []);
    assert.equal(labelActions(linesOf(value.slice(1, -1)), [], { ...entry, line: 2 }).length, 2);
  });
});

describe('routes to compare with', () => {
  const list = {
    routes: [
      { line: 1, destination: '192.0.2.9', detail: 'first' },
      { line: 9, destination: '192.0.2.9', detail: 'second' },
      { line: 20, destination: '$(trash)\u202Ea', detail: 'third' },
    ],
    of: 5,
  };
  const say = {
    line: (line: number, file: string) => `${line} ${file}`,
    more: (left: number) => `${left} more`,
  };

  it('are all but the one asked about, hostile names as text, and say what is left out', () => {
    const choices = routeChoices({ uri: 'file:///a', file: 'a' }, list, { uri: 'file:///a', line: 4 }, say);
    assert.deepEqual(
      choices.map(({ label, description, sameDestination, place }) => [
        label,
        description,
        sameDestination,
        place?.line,
      ]),
      [
        ['192.0.2.9', '10 a', true, 9],
        ['$ (trash)⟨U+202E⟩a', '21 a', false, 20],
        ['…', '2 more', false, undefined],
      ],
    );
  });

  it('are all of another file', () => {
    const choices = routeChoices(
      { uri: 'file:///b', file: 'b' },
      { ...list, of: 3 },
      { uri: 'file:///a', line: 4 },
      say,
    );
    assert.equal(choices.length, 3);
  });
});
