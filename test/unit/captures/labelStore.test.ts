import assert from 'node:assert/strict';
import { exportedLabels, LabelStore } from '../../../client/src/captures/labelStore';
import { linesText } from '../../../client/src/captures/lineRanges';
import { labelReportText } from '../../../client/src/captures/labelReportText';

describe('labels beside captures, in the editor', () => {
  const memory = () => {
    const kept = new Map<string, unknown>();
    return {
      get: <T>(key: string) => kept.get(key) as T | undefined,
      update: (key: string, value: unknown) =>
        Promise.resolve(void kept.set(key, JSON.parse(JSON.stringify(value)))),
    };
  };

  it('are kept by capture, and forgotten when there are none', async () => {
    const store = new LabelStore(memory() as ConstructorParameters<typeof LabelStore>[0]);
    assert.deepEqual(store.of('file:///a'), { files: [], hand: [] });
    const labels = { files: ['file:///l.csv'], hand: [{ label: 'Botnet', lines: '5' }] };
    await store.set('file:///a', labels);
    await store.set('file:///b', { files: [], hand: [{ label: 'x', lines: '1' }] });
    assert.deepEqual(store.of('file:///a'), labels);
    await store.set('file:///b', { files: [], hand: [] });
    assert.deepEqual(store.captures(), ['file:///a']);
  });

  it('name each line of several selections once', () => {
    const text = linesText([
      { first: 9, last: 12 },
      { first: 2, last: 2 },
      { first: 3, last: 4 },
      { first: 11, last: 11 },
    ]);
    assert.equal(text, '2-4,9-12');
  });

  it('are exported as what the command line takes', () =>
    assert.deepEqual(JSON.parse(exportedLabels([{ label: 'Botnet', lines: '5-9' }])), [
      { label: 'Botnet', lines: '5-9' },
    ]));

  it('are reported rule by rule, with text of anybody made visible', () => {
    const rule = {
      file: '/l.csv',
      line: 2,
      label: 'a\u202eb',
      text: '10.0.0.1',
      caught: 1200,
      labelled: 1000,
    };
    const text = labelReportText('day.binetflow', {
      flows: 1200,
      relabelled: 3,
      rules: [{ ...rule, caught: 0, labelled: 0, label: 'never', file: '' }, rule],
      conflicts: [{ labels: ['a', 'b'], flows: 200 }],
      notes: ['/l.csv, line 3: is no address'],
    });
    assert.match(text, /1,200 flows are labelled; 3 of them/);
    assert.ok(text.indexOf('1,200  a') < text.indexOf('never'), text);
    assert.match(text, /\/l\.csv:2 \(200 labelled by a later rule\)/);
    assert.match(text, /never .*by hand/);
    assert.match(text, /200  a → b/);
    assert.ok(!text.includes('\u202e'));
  });
});
