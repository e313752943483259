import type { Case } from '../../shared/investigation/case';

/** A case that asks everything that is quickly answered of a capture of `makeCapture`. */
export function makeCase(): Case {
  return {
    title: 'Spam from 147.32.84.165',
    embedding: { deterministic: true, epochs: 3, size: 16 },
    cells: [
      { kind: 'markdown', text: '# Why\n\nA host sends *mail*.' },
      {
        kind: 'sql',
        text: 'SELECT SrcAddr, count(*) AS flows FROM flows GROUP BY 1 ORDER BY 2 DESC LIMIT 5',
      },
      { kind: 'question', text: 'similar --token "tcp 147.32.84.165 205.188.186.137 25" --top 5' },
      { kind: 'question', text: 'clusters --k 5' },
      { kind: 'question', text: 'map --method pca --points 100' },
      { kind: 'question', text: 'score --top 5' },
      { kind: 'question', text: 'evaluate' },
      { kind: 'question', text: 'grid --window 2,4' },
      { kind: 'question', text: 'overview --where "Proto = \'udp\'"' },
    ],
    evidence: [
      {
        id: 'p1',
        title: 'All its mail',
        question: '',
        about: { where: "SrcAddr = '147.32.84.165' and Dport = 25" },
        verdict: 'malicious',
        note: 'Mail servers, one after the other',
        tags: ['spam'],
        analyst: 'Ada',
        time: '2026-01-02T03:04:05.000Z',
        captures: [],
      },
      {
        id: 'p2',
        title: 'Lookups of time',
        question: 'similar --line 3',
        about: {
          tokens: ['udp 147.32.85.1 195.113.144.201 123'],
          columns: ['Proto', 'SrcAddr', 'DstAddr', 'Dport'],
        },
        verdict: 'benign',
        note: '',
        tags: [],
        analyst: 'Ada',
        time: '2026-01-02T03:05:05.000Z',
        captures: [],
      },
    ],
  };
}
