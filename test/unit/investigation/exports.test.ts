import assert from 'node:assert/strict';
import type { Case } from '../../../shared/investigation/case';
import { readCase } from '../../../shared/investigation/readCase';
import {
  exportCase,
  exportFormOf,
  exportForms,
  type ExportForm,
} from '../../../server/src/engine/investigation/exports/exportCase';
import { pictureSvg } from '../../../shared/investigation/pictureSvg';
import { hostileCase } from '../../support/hostileCase';

const made = { version: '1.2.3', time: '2026-03-04T05:06:07.000Z' };

describe('exports of an investigation', () => {
  it('are told by the endings of files, the longest first', () => {
    assert.equal(exportFormOf('/a/REPORT.HTML'), '.html');
    assert.equal(exportFormOf('x.stix.json'), '.stix.json');
    assert.equal(exportFormOf('x.json'), '.json');
    assert.equal(exportFormOf('x.pdf'), undefined);
  });

  for (const form of Object.keys(exportForms) as ExportForm[])
    it(`are the same text for the same case, and say files, digests, settings and versions: ${form}`, () => {
      const text = exportCase(hostileCase(), form, made);
      assert.equal(exportCase(hostileCase(), form, made), text);
      for (const fact of ['ab12', 'seed', '1.2.3']) assert.ok(text.includes(fact), fact);
      assert.doesNotThrow(() =>
        exportCase({ title: '', embedding: {}, cells: [], evidence: [] }, form, made),
      );
    });

  it('to HTML hold no element but ours, no script, and nothing to load or to follow', () => {
    const html = exportCase(hostileCase(), '.html', made);
    assert.match(html, /Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"/);
    const elements = new Set(
      [...html.matchAll(/<([a-z][a-z0-9]*)/gi)].map(([, name]) => name?.toLowerCase()),
    );
    for (const name of ['script', 'img', 'a', 'b', 'iframe', 'link', 'object', 'form', 'image', 'use'])
      assert.ok(!elements.has(name), name);
    assert.ok(!/\s(?:on\w+|href|src|xlink:href)\s*=/i.test(html.replace(/&[a-z]+;[^<]*/g, '')));
    assert.ok(!html.includes('\u202e'));
    assert.ok(html.includes('&lt;script&gt;'));
  });

  it('say of how many rows and flows they show some', () => {
    const html = exportCase(hostileCase(), '.html', made);
    assert.match(html, /\(1 of 12\)/);
    assert.match(html, /\(2 of 30\)/);
    assert.match(html, /of the 2 flows that are kept, of 30/);
    assert.match(exportCase(hostileCase(), '.md', made), /\(1 of 12\)/);
  });

  it('to HTML have every flow, the first ones open and the others folded', () => {
    const rows = Array.from({ length: 1300 }, (_, i) => [i + 2, `10.0.${i >> 8}.${i & 255}`, 'x'.repeat(61)]);
    const [pin] = hostileCase().evidence;
    assert.ok(pin);
    const flows = { columns: ['Line', 'SrcAddr', 'Label'], rows, count: rows.length };
    const evidence = [{ ...pin, about: { where: 'Dport = 25' }, flows }];
    const html = exportCase({ title: 'Many', embedding: {}, cells: [], evidence }, '.html', made);
    const section = html.slice(html.indexOf('<section>'), html.indexOf('</section>'));
    const lines = [...section.matchAll(/<tr><td class="number">(\d+)<\/td>/g)].map(([, line]) =>
      Number(line),
    );
    assert.deepEqual(
      lines,
      rows.map(([line]) => line),
    );
    const open = section.slice(0, section.indexOf('<details>'));
    assert.equal(open.match(/<tr><td/g)?.length, 200);
    const folds = [...section.matchAll(/<summary>(.*?)<\/summary>/g)].map(([, summary]) => summary);
    assert.deepEqual(folds, [
      ...['Flows 201 to 1,300', 'Flows 201 to 700', 'Flows 701 to 1,200', 'Flows 1,201 to 1,300'],
    ]);
    assert.ok(!/<details[^>]*open/.test(section));
    assert.match(section, /<td>10\.0\.0\.0<\/td><td class="long">x{61}<\/td>/);
  });

  it('say of how many classes a picture names some', () => {
    const rows = Array.from({ length: 15 }, (_, i) => [i, i, `class ${i}`]);
    const table = { title: 'Map', columns: ['x', 'y', 'Class'], rows };
    const picture = { kind: 'points' as const, title: 'Map', table: 0, x: 'x', y: 'y', class: 'Class' };
    assert.match(pictureSvg({ tables: [table] }, picture, 'light') ?? '', /and 3 classes more/);
    const few = { ...table, rows: rows.slice(0, 12) };
    assert.ok(!pictureSvg({ tables: [few] }, picture, 'light')?.includes('classes more'));
  });

  it('to Markdown make no link and no HTML of what captures say', () => {
    const markdown = exportCase(hostileCase(), '.md', made);
    const outside = markdown.replace(/^```[\s\S]*?^```$/gm, '');
    assert.ok(!/(?<!\\)</.test(outside.replace(/^\*\*|\*\*$/gm, '')));
  });

  it('to CSV hold no formula', () => {
    const csv = exportCase(hostileCase(), '.csv', made);
    assert.ok(!/(?:^|,)"?=/m.test(csv));
    assert.equal(csv.trimEnd().split('\r\n').length, 3);
  });

  it('to the case itself lose nothing', () => {
    assert.deepEqual(readCase(exportCase(hostileCase(), '.json', made)), hostileCase());
  });

  it('to Jupyter are a notebook of form 4.5 whose code is comments', () => {
    interface Notebook {
      nbformat: number;
      nbformat_minor: number;
      cells: { id: string; cell_type: string; source: string[] }[];
    }
    const notebook = JSON.parse(exportCase(hostileCase(), '.ipynb', made)) as Notebook;
    assert.deepEqual([notebook.nbformat, notebook.nbformat_minor], [4, 5]);
    assert.equal(new Set(notebook.cells.map(({ id }) => id)).size, notebook.cells.length);
    for (const { cell_type, source } of notebook.cells)
      if (cell_type === 'code') for (const line of source) assert.match(line, /^#/);
  });
});

describe('indicators', () => {
  interface StixObject {
    type: string;
    id: string;
    spec_version: string;
    pattern?: string;
    object_refs?: string[];
    [name: string]: unknown;
  }
  const bundleOf = (value: Case) =>
    JSON.parse(exportCase(value, '.stix.json', made)) as { type: string; id: string; objects: StixObject[] };

  // What the standard (STIX 2.1, sections 3.1, 4.5, 4.7, 4.17 and 8) requires of these objects.
  const required: Record<string, readonly string[]> = {
    identity: ['name'],
    indicator: ['pattern', 'pattern_type', 'valid_from'],
    report: ['name', 'published', 'object_refs'],
  };
  const stamp = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;

  it('have what the standard requires', () => {
    const bundle = bundleOf(hostileCase());
    assert.equal(bundle.type, 'bundle');
    const ids = new Set(bundle.objects.map(({ id }) => id));
    assert.equal(ids.size, bundle.objects.length);
    for (const each of bundle.objects) {
      const uuid = /^([a-z]+)--[0-9a-f]{8}-[0-9a-f]{4}-[45][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.exec(
        each.id,
      );
      assert.equal(uuid?.[1], each.type);
      assert.equal(each.spec_version, '2.1');
      for (const name of ['created', 'modified']) assert.match(each[name] as string, stamp);
      for (const name of required[each.type] ?? assert.fail(each.type))
        assert.ok(each[name] !== undefined, name);
      for (const id of each.object_refs ?? []) assert.ok(ids.has(id));
    }
  });

  it('are the conversations of what is malicious, in which no text of a capture can speak', () => {
    const [indicator] = bundleOf(hostileCase()).objects.filter(({ type }) => type === 'indicator');
    assert.equal(
      indicator?.pattern,
      "[(network-traffic:src_ref.value = '10.0.0.1' AND network-traffic:dst_ref.value = '2001:db8::1' AND network-traffic:dst_port = 25 AND network-traffic:protocols[*] = 'tcp') OR (network-traffic:dst_ref.value = '10.0.0.9')]",
    );
    assert.equal(indicator?.['valid_from'], '2011-08-16T10:00:02.101Z');
  });

  it('are none of what is benign, and the report says so', () => {
    const hostile = hostileCase();
    const benign = {
      ...hostile,
      evidence: hostile.evidence.map(pin => ({ ...pin, verdict: 'benign' as const })),
    };
    const { objects } = bundleOf(benign);
    assert.deepEqual(
      objects.map(({ type }) => type),
      ['identity', 'report'],
    );
    assert.match(String(objects[1]?.['description']), /1 of 1 pieces/);
  });
});
