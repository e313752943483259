import assert from 'node:assert/strict';
import {
  mappingFile,
  readValues,
  targetOf,
  valuesText,
  withTarget,
  withUnit,
  withValues,
} from '../../../webviews/src/captures/mapping/draft';
import { parseMapping } from '../../../server/src/engine/captures/mapping';

const mapping = { SrcAddr: { column: 'a' }, DstAddr: { column: 'b' } };

describe('a mapping that is edited', () => {
  it('makes two columns never one thing, and says which one lost it', () => {
    const { mapping: next, from } = withTarget(mapping, 'c', 'SrcAddr');
    assert.deepEqual(next, { DstAddr: { column: 'b' }, SrcAddr: { column: 'c' } });
    assert.equal(from, 'a');
    assert.equal(targetOf(next, 'a'), undefined);
  });
  it('makes a column one thing at most', () => {
    const { mapping: next } = withTarget(mapping, 'b', 'Label');
    assert.deepEqual(next, { SrcAddr: { column: 'a' }, Label: { column: 'b' } });
    assert.deepEqual(withTarget(next, 'b', '').mapping, { SrcAddr: { column: 'a' } });
  });
  it('keeps units and names for values, and drops them again', () => {
    const timed = withUnit({ StartTime: { column: 't' } }, 'StartTime', 'milliseconds');
    assert.deepEqual(timed, { StartTime: { column: 't', as: 'milliseconds' } });
    assert.deepEqual(withUnit(timed, 'StartTime', ''), { StartTime: { column: 't' } });
    const named = withValues({ Label: { column: 'y' } }, 'Label', '0 = normal,1=attack, = , x');
    assert.deepEqual(named['Label']?.values, { 0: 'normal', 1: 'attack' });
    assert.equal(valuesText(named['Label']?.values), '0 = normal, 1 = attack');
    assert.deepEqual(withValues(named, 'Label', ''), { Label: { column: 'y' } });
    assert.deepEqual(readValues(''), {});
    // Labels of Argus hold the sign themselves.
    assert.deepEqual(readValues('1 = flow=From-Botnet'), { 1: 'flow=From-Botnet' });
  });
  it('is written as the command line reads it', () => {
    assert.deepEqual(parseMapping(mappingFile(mapping)), mapping);
  });
});
