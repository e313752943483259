import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import * as prettier from 'prettier';
import { allSettings, scopes } from '../../../shared/parameters/settings';
import type { Parameter } from '../../../shared/parameters/parameter';
import { partNames } from '../../../server/src/engine/training/corpus/columnParts';

// The editor's settings are written from the table of parameters. With UPDATE_DOCUMENTS=1 this test writes them anew
// instead of comparing.
const update = process.env['UPDATE_DOCUMENTS'] === '1';

type Wording = Record<string, string>;
interface Manifest {
  contributes: { configuration: { properties: Record<string, unknown> } };
}

const read = <T>(path: string) => JSON.parse(readFileSync(path, 'utf8')) as T;

describe('the manifest', () => {
  it('has the settings of the table, with their ranges, defaults and order', async () => {
    const manifest = read<Manifest>('package.json');
    const wanted = Object.fromEntries(
      allSettings().map(([name, parameter], i) => [`flow2vec.${name}`, property(name, parameter, i + 1)]),
    );
    if (update) {
      manifest.contributes.configuration.properties = wanted;
      await write('package.json', manifest);
    }
    const { properties } = read<Manifest>('package.json').contributes.configuration;
    assert.deepEqual(properties, wanted, 'UPDATE_DOCUMENTS=1 writes the settings anew');
    assert.deepEqual(Object.keys(properties), Object.keys(wanted));
  });

  it('words them as the table does', async () => {
    const wording = read<Wording>('package.nls.json');
    const wanted: Wording = Object.fromEntries(allSettings().flatMap(([name, p]) => wordsOf(name, p)));
    if (update) {
      const others = Object.entries(wording).filter(([key]) => !key.startsWith('setting.'));
      await write('package.nls.json', { ...Object.fromEntries(others), ...wanted });
    }
    const present = Object.entries(read<Wording>('package.nls.json'));
    assert.deepEqual(
      Object.fromEntries(present.filter(([key]) => key.startsWith('setting.'))),
      wanted,
      'UPDATE_DOCUMENTS=1 writes the words anew',
    );
  });
});

async function write(path: string, content: unknown): Promise<void> {
  const options = { ...(await prettier.resolveConfig(path)), filepath: path };
  writeFileSync(path, await prettier.format(JSON.stringify(content), options));
}

/** A setting as the editor wants it declared. */
function property(name: string, parameter: Parameter, order: number): object {
  const key = `setting.${name}`;
  const common = {
    default: parameter.default,
    scope: scopes[name] ?? 'resource',
    order,
    markdownDescription: `%${key}%`,
  };
  switch (parameter.kind) {
    case 'choice': {
      const values = parameter.choices.map(({ value }) => value);
      return {
        type: typeof parameter.default === 'number' ? 'integer' : 'string',
        enum: values,
        ...common,
        enumDescriptions: values.map(value => `%${key}.${value}%`),
      };
    }
    case 'switch':
      return { type: 'boolean', ...common };
    case 'list':
      return {
        type: 'array',
        uniqueItems: true,
        minItems: 1,
        items: { type: 'string', enum: [...partNames] },
        ...common,
      };
    case 'text': {
      const { pattern } = parameter;
      const rule = pattern && { pattern: pattern.matches, patternErrorMessage: `%${key}.pattern%` };
      return { type: 'string', ...rule, ...common };
    }
    default: {
      const { kind, least, above, most } = parameter;
      const lower = above === undefined ? { minimum: least } : { exclusiveMinimum: above };
      return { type: kind, ...lower, maximum: most, ...common };
    }
  }
}

function wordsOf(name: string, parameter: Parameter): [key: string, words: string][] {
  const key = `setting.${name}`;
  const own: [string, string] = [key, parameter.words];
  if (parameter.kind === 'choice')
    return [
      own,
      ...parameter.choices.map(({ value, words }): [string, string] => [`${key}.${value}`, words]),
    ];
  if (parameter.kind === 'text' && parameter.pattern)
    return [own, [`${key}.pattern`, parameter.pattern.says]];
  return [own];
}
