import assert from 'node:assert/strict';
import { summaryText } from '../../../client/src/captures/summaryText';

const summary = {
  uri: 'file:///a',
  format: 'argus',
  flows: 1234,
  rejected: 3,
  hosts: 7,
  firstTime: '2011-08-16T10:00:00.000000Z',
  lastTime: '2011-08-16T11:00:00.000000Z',
  protocols: { tcp: 234, udp: 1000 },
  labels: { botnet: 1234 },
  problems: [
    { line: 1200, message: 'has 3 fields\nwhere 15 are expected.' },
    { line: 1200, message: 'has no time.' },
  ],
};

describe('the text of a summary', () => {
  it('has every count, the largest share first, and each rejected row on one line', () => {
    const lines = summaryText('a.binetflow', summary).split('\n');
    assert.deepEqual(lines, [
      'a.binetflow',
      '',
      'flows      1,234',
      'hosts      7',
      'time       2011-08-16T10:00:00.000000Z to 2011-08-16T11:00:00.000000Z',
      'protocols  udp 81.0 % (1,000), tcp 19.0 % (234)',
      'labels     botnet 100.0 % (1,234)',
      'not read   3 rows',
      '  line 1,200: has 3 fields where 15 are expected.',
      '  line 1,200: has no time.',
      '  … and 2 more rows',
      '',
    ]);
  });

  it('says so when no flow has a time', () => {
    const { uri, format, flows, rejected, hosts, protocols, labels, problems } = summary;
    const timeless = { uri, format, flows, rejected, hosts, protocols, labels, problems };
    assert.match(summaryText('a', timeless), /no flow has a time/);
  });
});
