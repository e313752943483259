import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { AnySchemaObject, ValidateFunction } from 'ajv';
import { inRoot } from '../../../scripts/build/paths.mjs';
import type { Case } from '../../../shared/investigation/case';
import { exportCase } from '../../../server/src/engine/investigation/exports/exportCase';
import { hostileCase } from '../../support/hostileCase';
import { makeCase } from '../../support/makeCase';

const made = { version: '1.2.3', time: '2026-03-04T05:06:07.000Z' };
const schemas = inRoot('test/golden/schemas');
const readSchema = (...path: readonly string[]) =>
  JSON.parse(readFileSync(join(schemas, ...path), 'utf8')) as AnySchemaObject;

/** OASIS' schemas of the objects that we write; an object of another kind is none that they allow. */
function stixValidator(): ValidateFunction {
  const ajv = new Ajv2020({
    strict: false,
    allErrors: true,
    unicodeRegExp: false,
    formats: { uri: true },
  });
  const kept = ['common', 'sdos'].flatMap(folder =>
    readdirSync(join(schemas, 'stix', folder)).map(name => readSchema('stix', folder, name)),
  );
  const bundle = kept.find(({ title }) => title === 'bundle') ?? assert.fail('bundle');
  const base = String(bundle['$id']);
  const known = new Set(kept.map(each => each['$id'] as string));
  for (const each of kept) if (each !== bundle) ajv.addSchema(each);
  const named = [...JSON.stringify(bundle).matchAll(/"\$ref":"(\.\.[^"]+)"/g)].map(([, ref]) =>
    new URL(ref as string, base).toString(),
  );
  for (const id of new Set(named)) if (!known.has(id)) ajv.addSchema({ $id: id, not: {} });
  return ajv.compile(bundle);
}

/** Of Jupyter's schema, whose older draft differs from the newer in nothing that it uses. */
function notebookValidator(): ValidateFunction {
  const schema = readSchema('jupyter', 'nbformat.v4.5.schema.json');
  delete schema['$schema'];
  return new Ajv({ strict: false, allErrors: true }).compile(schema);
}

const cases: Readonly<Record<string, () => Case>> = {
  'what somebody else may have chosen': hostileCase,
  'an ordinary case': makeCase,
  'nothing at all': () => ({ title: '', embedding: {}, cells: [], evidence: [] }),
  'what is benign': () => {
    const value = makeCase();
    return { ...value, evidence: value.evidence.map(pin => ({ ...pin, verdict: 'benign' as const })) };
  },
};

describe('exports by the schemas of those who read them', () => {
  const stix = stixValidator();
  const notebook = notebookValidator();

  for (const [name, value] of Object.entries(cases)) {
    it(`are bundles of STIX 2.1: ${name}`, () => {
      const said: unknown = JSON.parse(exportCase(value(), '.stix.json', made));
      assert.ok(stix(said), JSON.stringify(stix.errors, null, 1));
    });

    it(`are notebooks of Jupyter 4.5: ${name}`, () => {
      const said: unknown = JSON.parse(exportCase(value(), '.ipynb', made));
      assert.ok(notebook(said), JSON.stringify(notebook.errors, null, 1));
    });
  }

  it('would not pass with what the standards forbid', () => {
    interface Bundle {
      objects: Record<string, unknown>[];
    }
    const spoilt: ((indicator: Record<string, unknown>) => void)[] = [
      it => delete it['pattern'],
      it => delete it['valid_from'],
      it => (it['id'] = 'indicator--1'),
      it => (it['created'] = '2011-08-16 10:00:02'),
      it => (it['type'] = 'campaign'),
      it => (it['labels'] = []),
    ];
    for (const spoil of spoilt) {
      const bundle = JSON.parse(exportCase(hostileCase(), '.stix.json', made)) as Bundle;
      const indicator = bundle.objects.find(({ type }) => type === 'indicator');
      spoil(indicator ?? assert.fail('no indicator'));
      assert.ok(!stix(bundle), String(spoil));
    }
    const book = JSON.parse(exportCase(hostileCase(), '.ipynb', made)) as { cells: { id?: string }[] };
    delete book.cells[0]?.id;
    assert.ok(!notebook(book));
  });
});
