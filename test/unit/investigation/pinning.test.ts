import assert from 'node:assert/strict';
import { tagsOf } from '../../../shared/investigation/case';
import { parseFlowFilter } from '../../../shared/text/flowFilter';
import { ofFilters, ofHosts, ofTokens, onLines, pinTitle } from '../../../webviews/src/base/pinned';

describe('flows that a page adds to an investigation', () => {
  it('are those of each line once, whatever the order they were chosen in', () => {
    assert.deepEqual(onLines([9, 2, 9]), { where: 'Line in (2, 9)' });
  });

  it('are those that any of the chosen groups has', () => {
    const filters = ["SrcAddr = '10.0.0.1' and Dport = 25", "DstAddr = '10.0.0.2'"];
    const about = ofFilters(filters);
    assert.ok('where' in about);
    assert.deepEqual(parseFlowFilter(about.where), { any: filters.map(parseFlowFilter) });
    assert.deepEqual(ofFilters([filters[0] as string, filters[0] as string]), { where: filters[0] });
  });

  it('are those of hosts and tokens, with names that a capture chose as mere text', () => {
    const about = ofHosts(["10.0.0.1' or Line > 0 or Host = '"]);
    assert.ok('where' in about);
    assert.deepEqual(parseFlowFilter(about.where), {
      column: 'Host',
      is: 'in',
      values: ["10.0.0.1' or Line > 0 or Host = '"],
    });
    assert.deepEqual(ofTokens(['a', 'b', 'a']), { tokens: ['a', 'b'] });
  });

  it('are called by their first names and the number of the others', () => {
    assert.equal(pinTitle('Hosts', ['a', 'b']), 'Hosts: a, b');
    assert.equal(pinTitle('Hosts', ['a', 'b', 'c', 'd', 'e', 'a']), 'Hosts: a, b, c and 2 more');
  });

  it('have the tags of their note', () => {
    assert.deepEqual(tagsOf('#spam mail every minute, see #T1071_003 and a#b #spam'), ['spam', 'T1071_003']);
    assert.deepEqual(tagsOf('none'), []);
  });
});
