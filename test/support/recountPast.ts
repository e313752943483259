import assert from 'node:assert/strict';
import {
  flowsWhere,
  near,
  number,
  ofHost,
  quotedText,
  sameBeginning,
  targets,
  type Recount,
} from './recount';

interface Told {
  /** The capture that judges, and the one that is judged. */
  before: Recount;
  after: Recount;
  reason: string;
  said: Record<string, string | undefined>;
}

/** What a kind of sentence says, and the counts that show it. */
interface Sentence {
  kind: string;
  form: RegExp;
  check(told: Told): Promise<void>;
}

const same = async (recount: Recount, sql: string, said: string | undefined, reason: string) =>
  assert.equal(await recount.count(sql), number(said), `${reason}\n${sql}`);

const span = 'SELECT epoch(max(start_time)) - epoch(min(start_time)) FROM flows';

/** So often now, so often then, and how often was to be expected. */
async function oftener({ before, after, reason, said }: Told, where: string): Promise<void> {
  await same(after, flowsWhere(where), said['now'], reason);
  await same(before, flowsWhere(where), said['then'], reason);
  await same(before, flowsWhere(ofHost(said['host'] as string)), said['known'], reason);
  const pace = (await after.count(span)) / (await before.count(span));
  const expected = number(said['then']) * pace;
  assert.ok(
    Math.abs(expected - number(said['expected'])) <= 0.06 + 0.01 * expected + (expected >= 9.95 ? 0.5 : 0),
    reason,
  );
}

async function sent({ before, after, reason, said }: Told, where: string): Promise<void> {
  const bytes = (condition: string) => flowsWhere(condition, 'coalesce(sum(src_bytes), 0)');
  await same(after, bytes(where), said['now'], reason);
  await same(before, bytes(where), said['then'], reason);
  await same(before, bytes(ofHost(said['host'] as string)), said['all'], reason);
}

const sentences: readonly Sentence[] = [
  {
    kind: 'service',
    form: /^(?<host>\S+) never used (?<service>.+) in its (?<known>\S+) flows?; from (?<from>\S+) it did in (?<now>\S+) flows? to (?<to>\S+) hosts?(?:, (?<silent>\S+) % unanswered)?; (?<others>\S+) of (?<hosts>\S+) hosts? did so before$/,
    check: firstUse,
  },
  {
    kind: 'service of a new host',
    form: /^(?<host>\S+) is new, so it never used (?<service>.+); from (?<from>\S+) it did in (?<now>\S+) flows? to (?<to>\S+) hosts?(?:, (?<silent>\S+) % unanswered)?; (?<others>\S+) of (?<hosts>\S+) hosts? did so before$/,
    check: told => firstUse({ ...told, said: { ...told.said, known: '0' } }),
  },
  {
    kind: 'service, oftener',
    form: /^(?<host>\S+) used (?<service>.+) in (?<now>\S+) flows? to (?<to>\S+) hosts?, where about (?<expected>\S+) were expected: it did in (?<then>\S+) of its (?<known>\S+) flows? before$/,
    async check(told) {
      const { after, reason, said } = told;
      const where = ofHost(said['host'] as string, after.by(said['service'] as string));
      await same(after, flowsWhere(where, targets), said['to'], reason);
      await oftener(told, where);
    },
  },
  {
    kind: 'behaviour',
    form: /^from (?<from>\S+) (?<now>\S+) flows? of (?<host>\S+) by (?<service>.+) to (?<to>\S+) hosts? ended "(?<outcome>[^"]+)"; (?:it never used (?<never>.+) before|none of its (?<none>\S+) flows? by (?<none_by>.+) did before)$/,
    async check({ before, after, reason, said }) {
      const host = said['host'] as string;
      const by = after.by(said['service'] as string);
      const where = ofHost(host, `${by} AND ${after.ended(said['outcome'] as string)}`);
      await same(after, flowsWhere(where), said['now'], reason);
      await same(after, flowsWhere(where, targets), said['to'], reason);
      await same(before, flowsWhere(where), '0', reason);
      await same(before, flowsWhere(ofHost(host, by)), said['none'] ?? '0', reason);
      assert.equal(said['none_by'] ?? said['never'], said['service'], reason);
      await sameBeginning(after, where, { from: said['from'] }, reason);
    },
  },
  {
    kind: 'behaviour, oftener',
    form: /^(?<now>\S+) flows? of (?<host>\S+) by (?<service>.+) ended "(?<outcome>[^"]+)", where about (?<expected>\S+) were expected: (?<then>\S+) of its (?<known>\S+) flows? did before$/,
    check(told) {
      const { after, said } = told;
      const how = `${after.by(said['service'] as string)} AND ${after.ended(said['outcome'] as string)}`;
      return oftener(told, ofHost(said['host'] as string, how));
    },
  },
  {
    kind: 'ports',
    form: /^(?<host>\S+) used (?<now>\S+) services of (?<target>\S+); before, (?<then>\S+)$/,
    async check({ before, after, reason, said }) {
      const where = ofHost(said['host'] as string, `dst_addr = ${quotedText(said['target'] as string)}`);
      const services = flowsWhere(where, "count(DISTINCT proto || ' ' || dport)");
      await same(after, services, said['now'], reason);
      await same(before, services, said['then'], reason);
    },
  },
  {
    kind: 'spread',
    form: /^(?<host>\S+) spoke by (?<service>.+) to (?<now>\S+) hosts? that it had never spoken to; before, it spoke so to (?<then>\S+) hosts? in all$/,
    async check({ before, after, reason, said }) {
      const host = said['host'] as string;
      const where = ofHost(host, after.by(said['service'] as string));
      await same(before, flowsWhere(where, targets), said['then'], reason);
      const [known, now] = [await before.targets(ofHost(host)), await after.targets(where)];
      assert.equal([...now].filter(target => !known.has(target)).length, number(said['now']), reason);
    },
  },
  {
    kind: 'rhythm',
    form: /^(?<host>\S+) spoke to (?<target>\S+) by (?<service>.+) (?<now>\S+) times, about every (?<every>\S+) s, and never before$/,
    async check({ before, after, reason, said }) {
      const to = `dst_addr = ${quotedText(said['target'] as string)}`;
      const where = ofHost(said['host'] as string, `${after.by(said['service'] as string)} AND ${to}`);
      await same(after, flowsWhere(where), said['now'], reason);
      await same(before, flowsWhere(where), '0', reason);
      const all = await after.count(flowsWhere(where, 'epoch(max(start_time)) - epoch(min(start_time))'));
      near(said['every'], all / (number(said['now']) - 1), reason);
    },
  },
  {
    kind: 'volume',
    form: /^(?<host>\S+) sent (?<now>\S+) bytes by (?<service>.+); before, (?<then>\S+) bytes by it, and (?<all>\S+) bytes in all$/,
    check: told =>
      sent(told, ofHost(told.said['host'] as string, told.after.by(told.said['service'] as string))),
  },
  {
    kind: 'sentTo',
    form: /^(?<host>\S+) sent (?<now>\S+) bytes to (?<target>\S+); before, (?<then>\S+) bytes to it, and (?<all>\S+) bytes in all$/,
    check: told =>
      sent(
        told,
        ofHost(told.said['host'] as string, `dst_addr = ${quotedText(told.said['target'] as string)}`),
      ),
  },
];

export const pastKinds = sentences.map(({ kind }) => kind);

async function firstUse({ before, after, reason, said }: Told): Promise<void> {
  const host = said['host'] as string;
  const by = after.by(said['service'] as string);
  const where = ofHost(host, by);
  await same(before, flowsWhere(ofHost(host)), said['known'], reason);
  await same(before, flowsWhere(where), '0', reason);
  await same(after, flowsWhere(where), said['now'], reason);
  await same(after, flowsWhere(where, targets), said['to'], reason);
  await same(before, flowsWhere(by, 'count(DISTINCT src_addr)'), said['others'], reason);
  await same(before, flowsWhere('true', 'count(DISTINCT src_addr)'), said['hosts'], reason);
  await sameBeginning(after, where, { from: said['from'], silent: said['silent'] }, reason);
}

/** Counts again what a sentence says beside what went before; answers its kind. */
export async function recountPast(reason: string, before: Recount, after: Recount): Promise<string> {
  for (const { kind, form, check } of sentences) {
    const said = form.exec(reason)?.groups;
    if (!said) continue;
    await check({ before, after, reason, said });
    return kind;
  }
  return assert.fail(`no known sentence: ${reason}`);
}
