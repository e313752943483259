import assert from 'node:assert/strict';
import type { Case } from '../../shared/investigation/case';
import { makeCase } from './makeCase';

export const evilText = `<script>alert(1)</script><img src=x onerror=alert(1)>"'&\u202e`;

/** Whatever somebody else may have chosen says something that must stay text. */
export function hostileCase(): Case {
  const table = {
    title: evilText,
    columns: ['Line', evilText, 'x', 'y', 'Class'],
    rows: [[7, evilText, 1, 2, evilText]],
    of: 12,
    line: 'Line',
  };
  const answer = {
    says: [evilText],
    tables: [table],
    pictures: [
      { kind: 'points' as const, title: evilText, table: 0, x: 'x', y: 'y', class: 'Class' },
      { kind: 'bars' as const, title: evilText, table: 0, x: evilText, y: 'x' },
    ],
    captures: [{ name: evilText, digest: 'ab12' }],
    settings: { seed: 7, [evilText]: evilText },
    time: '2026-03-04T05:06:07.000Z',
    version: '1.2.3',
  };
  const [pin] = makeCase().evidence;
  assert.ok(pin);
  return {
    title: evilText,
    embedding: {},
    cells: [
      {
        kind: 'markdown',
        text: `# ${evilText}\n\n[go](http://evil.example) ![](http://evil.example/x.png) <b>bold</b>`,
      },
      { kind: 'sql', text: `SELECT '${evilText}'\n-- */`, answer },
      { kind: 'question', text: evilText, answer: { ...answer, error: evilText } },
    ],
    evidence: [
      {
        ...pin,
        title: evilText,
        note: evilText,
        tags: [evilText],
        analyst: '=cmd()',
        captures: [{ name: evilText, digest: 'ab12' }],
        settings: { seed: 7, [evilText]: evilText },
        flows: {
          columns: ['Line', 'StartTime', 'Proto', 'SrcAddr', 'DstAddr', 'Dport', 'Label'],
          rows: [
            [7, '2011-08-16T10:00:02.101258Z', 'tcp', '10.0.0.1', '2001:db8::1', '25', `=cmd|'/c calc'!A1`],
            [9, '2011-08-16T10:00:03.000000Z', `t'] OR [`, `1.2.3.4' OR '1`, '10.0.0.9', '0x16', evilText],
          ],
          count: 30,
        },
      },
    ],
  };
}
