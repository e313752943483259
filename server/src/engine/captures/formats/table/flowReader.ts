import * as l10n from '@vscode/l10n';
import { visibleText } from '../../../../../../shared/text/visibleText';
import { usualAddress } from '../../addresses';
import type { Field, Flow, Problem } from '../../flow';
import { neededTargets, usualUnit, type Mapping, type Target, type Use } from '../../mapping';
import { plainNumber } from '../../cells';
import { numberOf, portOf, protocolOf, secondsOf, timeOf } from './units';

/** A cell of the row, or undefined where the row has none. */
export type CellOf = (column: string) => Field | undefined;

/** Why a cell cannot be read, and what to do; for rows of text and of columns alike. */
export const emptyReason = () => l10n.t('is empty where a flow needs a value: correct the row');
export const noNumberReason = () => l10n.t('is not a number: correct it or leave it empty');
export const noTimeReason = () => l10n.t('is no time: correct it');

/** What is said of a cell for which a row is left out; `text` is empty where there is none. */
export const unreadCell = (column: string, text: string, reason: string): string => {
  const shown = text === '' ? '' : ` "${visibleText(text, 60)}"`;
  return l10n.t(
    '{0} {1}; {2}.',
    `${visibleText(column, 60)}${shown}`,
    reason,
    l10n.t('until then it is left out of the capture'),
  );
};

const further = ['DetailedLabel', 'Service', 'History', 'Severity', 'Signature', 'FlowId'] as const;

const isNumeric = (target: Target) =>
  /^(?:Dur|[SD]port|[sd]Tos|(?:Tot|Src|Dst)(?:Pkts|Bytes)|(?:Start|End)Time)$/.test(target);

/** Reads rows by a mapping: what each cell means, what follows from two of them, and what keeps a row from being read. */
export class FlowReader {
  private readonly uses: readonly (readonly [Target, Use])[];

  constructor(
    private readonly mapping: Mapping,
    /** Texts that stand for nothing, such as `-`. */
    private readonly unset: ReadonlySet<string>,
    /** What separates cells: where it is no comma, fractions may be written with one. */
    private readonly delimiter = ',',
  ) {
    this.uses = Object.entries(mapping) as [Target, Use][];
  }

  /** The flow of a row; undefined where `problems` says why there is none. */
  read(
    cellOf: CellOf,
    line: number,
    problems: Problem[],
    row: { start: number; end: number },
  ): Flow | undefined {
    const texts = new Map<Target, string>();
    for (const [target, { column, values }] of this.uses) {
      const text = cellOf(column)?.text ?? '';
      if (this.unset.has(text)) continue;
      const plain = isNumeric(target) ? plainNumber(text, this.delimiter) : text;
      texts.set(target, values?.[text] ?? plain);
    }
    const fail = (target: Target, why: string): undefined => {
      const { column } = this.mapping[target] as Use;
      const cell = cellOf(column);
      const { start, end } = cell ?? row;
      const code = /Time$/.test(target) ? 'start-time' : 'number';
      problems.push({
        line,
        start,
        end,
        severity: 'error',
        code,
        message: unreadCell(column, cell?.text ?? '', why),
      });
      return undefined;
    };
    const before = problems.length;
    const timed = (['StartTime', 'EndTime'] as const).find(target => this.mapping[target]);
    for (const target of [...(timed ? [timed] : []), ...neededTargets])
      if (!texts.has(target)) fail(target, emptyReason());
    const unitOf = (target: Target) => this.mapping[target]?.as ?? usualUnit(target);
    const amount = (target: Target): number | undefined => {
      const text = texts.get(target);
      if (text === undefined) return undefined;
      const value = target === 'Dur' ? secondsOf(text, unitOf(target)) : numberOf(text);
      return value ?? fail(target, noNumberReason());
    };
    const time = (target: Target) => {
      const text = texts.get(target);
      return text === undefined ? undefined : timeOf(text, unitOf(target));
    };
    const end = time('EndTime');
    const given = amount('Dur');
    const both = (all: Target, source: Target, destination: Target) => {
      const [total, sent, received] = [amount(all), amount(source), amount(destination)];
      const sum = sent === undefined && received === undefined ? undefined : (sent ?? 0) + (received ?? 0);
      return { total: total ?? sum, sent };
    };
    const packets = both('TotPkts', 'SrcPkts', 'DstPkts');
    const bytes = both('TotBytes', 'SrcBytes', 'DstBytes');
    // Without times, rows are a second apart in the order of the file; the layout's note says so.
    const start =
      timed === 'StartTime'
        ? time('StartTime')
        : timed === 'EndTime'
          ? end && Math.round(end - (given ?? 0) * 1e6)
          : line * 1e6;
    if (start === undefined && timed && texts.has(timed)) fail(timed, noTimeReason());
    if (start === undefined || problems.length > before) return undefined;
    const duration = given ?? (end === undefined ? undefined : Math.max(0, (end - start) / 1e6));
    const text = (target: Target) => texts.get(target) ?? '';
    const flow: Flow = {
      line,
      startTime: start,
      duration,
      proto: protocolOf(text('Proto')),
      srcAddr: usualAddress(text('SrcAddr')),
      sport: portOf(text('Sport')),
      dir: text('Dir'),
      dstAddr: usualAddress(text('DstAddr')),
      dport: portOf(text('Dport')),
      state: text('State'),
      sTos: portOf(text('sTos')),
      dTos: portOf(text('dTos')),
      packets: packets.total,
      bytes: bytes.total,
      srcBytes: bytes.sent,
      srcPackets: packets.sent,
      label: text('Label'),
    };
    const more = further.filter(name => texts.has(name));
    return more.length === 0
      ? flow
      : { ...flow, further: Object.fromEntries(more.map(name => [name, texts.get(name)])) };
  }
}

/** Canonical columns that a mapping fills, for the store. */
export function filledBy(mapping: Mapping): string[] {
  const named = Object.keys(mapping) as Target[];
  const filled = new Set<string>(named.filter(t => t !== 'EndTime' && t !== 'DstPkts' && t !== 'DstBytes'));
  filled.add('StartTime');
  if (mapping.EndTime) filled.add('Dur');
  if (mapping.SrcPkts ?? mapping.DstPkts) filled.add('TotPkts');
  if (mapping.SrcBytes ?? mapping.DstBytes) filled.add('TotBytes');
  return [...filled];
}
