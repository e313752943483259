import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { readSections, writeSections } from '../bench/results';
import { temporaryFolder } from '../support/temporaryFolder';

describe('results of measurements', () => {
  const folder = temporaryFolder();

  it('keep the sections that were not measured, in their order', () => {
    const path = folder.file('RESULTS.md', '');
    const names = ['reading', 'training', 'maps'];
    writeSections(
      path,
      '# Measurements',
      names,
      new Map([
        ['maps', '## Maps\n\nslow'],
        ['reading', '## Reading'],
      ]),
    );
    const kept = readSections(path);
    kept.set('maps', '## Maps\n\nfast');
    kept.set('training', '## Training');
    writeSections(path, '# Measurements', names, kept);
    const text = readFileSync(path, 'utf8');
    assert.deepEqual(text.match(/^## .*$/gm), ['## Reading', '## Training', '## Maps']);
    assert.match(text, /fast/);
    assert.doesNotMatch(text, /slow/);
    assert.deepEqual(
      [...readSections(path)],
      [
        ['reading', '## Reading'],
        ['training', '## Training'],
        ['maps', '## Maps\n\nfast'],
      ],
    );
  });

  it('begin anew where there are none', () => {
    assert.equal(readSections(`${folder.path}/none.md`).size, 0);
  });
});
