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
  capture: Recount;
  reason: string;
  said: Record<string, string | undefined>;
  /** What is said of the other hosts. */
  beside: string;
}

interface Sentence {
  kind: string;
  form: RegExp;
  check(told: Told): Promise<void>;
}

const same = async ({ capture, reason }: Told, sql: string, said: string | undefined) =>
  assert.equal(await capture.count(sql), number(said), `${reason}\n${sql}`);

const notOf = (host: string, by: string) => `${by} AND src_addr <> ${quotedText(host)}`;
const senders = 'count(DISTINCT src_addr)';

/** So many of the others do the like, in so many flows each. */
async function others(told: Told, by: string): Promise<void> {
  const { capture, reason, said, beside } = told;
  const host = said['host'] as string;
  const none = /^(?:those of )?none of the other (\S+) hosts? (?:did|used it)$/.exec(beside);
  const some =
    /^(?:so did those of )?(\S+) of the other (\S+) hosts?(?: did so too)?, (?:in )?(\S+) flows? each on average$/.exec(
      beside,
    );
  assert.ok(none ?? some, reason);
  await same(told, `${flowsWhere('true', `${senders} - 1`)}`, none?.[1] ?? some?.[2]);
  const who = await capture.count(flowsWhere(notOf(host, by), senders));
  assert.equal(who, some ? number(some[1]) : 0, reason);
  if (some) near(some[3], (await capture.count(flowsWhere(notOf(host, by)))) / who, reason);
}

/** Hosts but one that keep a beat with somebody by a service, as `rhythms.ts` defines one. */
const beats = (where: string) => `SELECT count(DISTINCT src_addr) FROM (
  SELECT src_addr, avg(pause) AS mean, sqrt(greatest(0, avg(pause * pause) - avg(pause) ** 2)) AS spread,
    sqrt(greatest(0, avg(size * size) - avg(size) ** 2)) AS sizes
  FROM (SELECT src_addr, dst_addr, ln(1 + coalesce(bytes, 0)) AS size,
      epoch(start_time) - lag(epoch(start_time)) OVER (PARTITION BY src_addr, dst_addr ORDER BY start_time) AS pause
    FROM flows WHERE ${where})
  GROUP BY src_addr, dst_addr HAVING count(*) >= 4)
  WHERE mean >= 1 AND greatest(0, -ln(spread / mean + 0.02)) + greatest(0, -ln(sizes + 0.02)) / 2 >= 1`;

const sentences: readonly Sentence[] = [
  {
    kind: 'service',
    form: /^(?<host>\S+) used (?<service>.+) in (?<now>\S+) flows? to (?<to>\S+) hosts?(?:, (?<silent>\S+) % unanswered)?, from (?<from>\S+) on$/,
    async check(told) {
      const { capture, reason, said } = told;
      const by = capture.by(said['service'] as string);
      const own = ofHost(said['host'] as string, by);
      await same(told, flowsWhere(own), said['now']);
      await same(told, flowsWhere(own, targets), said['to']);
      await sameBeginning(capture, own, { from: said['from'], silent: said['silent'] }, reason);
      await others(told, by);
    },
  },
  {
    kind: 'behaviour',
    form: /^from (?<from>\S+) (?<now>\S+) flows? of (?<host>\S+) by (?<service>.+) to (?<to>\S+) hosts? ended "(?<outcome>[^"]+)"$/,
    async check(told) {
      const { capture, reason, said } = told;
      const by = `${capture.by(said['service'] as string)} AND ${capture.ended(said['outcome'] as string)}`;
      const own = ofHost(said['host'] as string, by);
      await same(told, flowsWhere(own), said['now']);
      await same(told, flowsWhere(own, targets), said['to']);
      await sameBeginning(capture, own, { from: said['from'] }, reason);
      await others(told, by);
    },
  },
  {
    kind: 'spread',
    form: /^(?<host>\S+) spoke by (?<service>.+) to (?<to>\S+) hosts? in (?<now>\S+) flows?$/,
    async check(told) {
      const { capture, reason, said, beside } = told;
      const host = said['host'] as string;
      const by = capture.by(said['service'] as string);
      await same(told, flowsWhere(ofHost(host, by)), said['now']);
      await same(told, flowsWhere(ofHost(host, by), targets), said['to']);
      if (beside.startsWith('none')) return others(told, by);
      const form =
        /^the (\S+) of the others that do so spoke to (\S+) hosts? each in (\S+) flows?, on average$/;
      const [, who, hosts, flows] = form.exec(beside) ?? [];
      await same(told, flowsWhere(notOf(host, by), senders), who);
      const pairs = flowsWhere(notOf(host, by), "count(DISTINCT src_addr || ' ' || dst_addr)");
      near(hosts, (await capture.count(pairs)) / number(who), reason);
      near(flows, (await capture.count(flowsWhere(notOf(host, by)))) / number(who), reason);
    },
  },
  {
    kind: 'ports',
    form: /^(?<host>\S+) used (?<now>\S+) services of (?<target>\S+)$/,
    async check(told) {
      const { capture, reason, said, beside } = told;
      const host = said['host'] as string;
      const services = "count(DISTINCT proto || ' ' || dport)";
      const own = ofHost(host, `dst_addr = ${quotedText(said['target'] as string)}`);
      await same(told, flowsWhere(own, services), said['now']);
      const [, each] = /^the others use (\S+) of each host they speak to, on average$/.exec(beside) ?? [];
      near(each, await capture.count(aPair(host, services)), reason);
    },
  },
  {
    kind: 'volume',
    form: /^(?<host>\S+) sent (?<sent>\S+) bytes by (?<service>.+) in (?<now>\S+) flows?$/,
    async check(told) {
      const { capture, reason, said, beside } = told;
      const host = said['host'] as string;
      const by = capture.by(said['service'] as string);
      await same(told, flowsWhere(ofHost(host, by), 'sum(src_bytes)'), said['sent']);
      await same(told, flowsWhere(ofHost(host, by)), said['now']);
      const [, each] = /^the others sent (\S+) bytes in each flow by it, on average$/.exec(beside) ?? [];
      if (each === undefined) return others(told, by);
      near(each, await capture.count(flowsWhere(notOf(host, by), 'avg(coalesce(src_bytes, 0))')), reason);
    },
  },
  {
    kind: 'sentTo',
    form: /^(?<host>\S+) sent (?<sent>\S+) bytes to (?<target>\S+)$/,
    async check(told) {
      const { capture, reason, said, beside } = told;
      const host = said['host'] as string;
      const own = ofHost(host, `dst_addr = ${quotedText(said['target'] as string)}`);
      await same(told, flowsWhere(own, 'sum(src_bytes)'), said['sent']);
      const [, each] =
        /^the others sent (\S+) bytes to each host they spoke to, on average$/.exec(beside) ?? [];
      near(each, await capture.count(aPair(host, 'coalesce(sum(src_bytes), 0)')), reason);
    },
  },
  {
    kind: 'rhythm',
    form: /^(?<host>\S+) spoke to (?<target>\S+) by (?<service>.+) (?<now>\S+) times, about every (?<every>\S+) s$/,
    async check(told) {
      const { capture, reason, said, beside } = told;
      const host = said['host'] as string;
      const by = capture.by(said['service'] as string);
      const own = ofHost(host, `${by} AND dst_addr = ${quotedText(said['target'] as string)}`);
      await same(told, flowsWhere(own), said['now']);
      const span = await capture.count(flowsWhere(own, 'epoch(max(start_time)) - epoch(min(start_time))'));
      near(said['every'], span / (number(said['now']) - 1), reason);
      const [, who, kept] =
        /^of the (\S+) hosts? that also used it, (\S+) kept a beat with anybody$/.exec(beside) ?? [];
      await same(told, flowsWhere(notOf(host, by), senders), who);
      await same(told, beats(notOf(host, by)), kept);
    },
  },
];

/** The mean over pairs of another host and somebody it speaks to. */
const aPair = (host: string, what: string) =>
  `SELECT avg(n) FROM (SELECT ${what} AS n FROM flows WHERE src_addr <> ${quotedText(host)} GROUP BY src_addr, dst_addr)`;

export const amongKinds = sentences.map(({ kind }) => kind);

/** Counts again what a sentence says beside the other hosts of its capture; answers its kind. */
export async function recountAmong(reason: string, capture: Recount): Promise<string> {
  const at = reason.lastIndexOf('; ');
  const [did, beside] = [reason.slice(0, at), reason.slice(at + 2)];
  for (const { kind, form, check } of sentences) {
    const said = form.exec(did)?.groups;
    if (!said) continue;
    await check({ capture, reason, said, beside });
    return kind;
  }
  return assert.fail(`no known sentence: ${reason}`);
}
