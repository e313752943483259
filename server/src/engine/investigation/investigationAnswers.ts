import { basename } from 'node:path';
import type { Case, CaseCell, CaseCellBlock, Pin, Unknown } from '../../../../shared/investigation/case';
import { answerParameters } from '../../../../shared/parameters/answers';
import { clusterParameters } from '../../../../shared/parameters/clusters';
import { defaultsOf } from '../../../../shared/parameters/parameter';
import { messageOf } from '../../base/errors';
import type { CaptureStore } from '../captures/store';
import type { QueryAnswers } from '../queries/answers';
import { keptRows, querySeconds, type Asking, type InvestigationAnswers } from './answers';
import { alsoAsked, askQuestion, asksModel } from './askQuestion';
import type { Told, Words } from './told';
import { count } from './exports/facts';
import { gatherFlows } from './gatherFlows';

/** What the engine answers of investigations, by asking its other words. */
export function investigationAnswers(
  captures: CaptureStore,
  words: Words & QueryAnswers,
): InvestigationAnswers {
  const sourcesOf: InvestigationAnswers['sourcesOf'] = async files => {
    const digested = await Promise.all(files.map(file => captures.digests.one(file)));
    return digested.map(({ path, content }) => ({ name: basename(path), digest: content }));
  };
  const gather: InvestigationAnswers['gather'] = (files, about, signal) =>
    captures.using(files, signal, capture => gatherFlows(capture, about));

  const askCell: InvestigationAnswers['askCell'] = async (cell, asking) => {
    const { files, signal, now, version } = asking;
    if (cell.kind === 'markdown') return undefined;
    // The captures first: their places are what tables count files by.
    const asked = [...files, ...(cell.kind === 'question' ? alsoAsked(cell.text, asking.folder) : [])];
    const frame = async () => ({
      captures: await sourcesOf(asked).catch(() => []), // A file that cannot be read is the error already.
      ...(cell.kind === 'question' && asksModel(cell.text)
        ? { settings: asking.config as unknown as Unknown }
        : {}),
      time: now().toISOString(),
      version,
    });
    try {
      const before = await sourcesOf(asked);
      const told =
        cell.kind === 'sql'
          ? await askSql(cell.text, words, asking)
          : await askQuestion(cell.text, words, asking);
      const answer = { ...told, ...(await frame()) };
      const changed = before.some(({ digest }, i) => answer.captures[i]?.digest !== digest);
      if (changed) throw new Error('The capture changed while it was asked; run the cell again.');
      return answer;
    } catch (error) {
      signal?.throwIfAborted();
      return { error: messageOf(error), says: [], tables: [], pictures: [], ...(await frame()) };
    }
  };

  return {
    sourcesOf,
    gather,
    askCell,
    async runCase(asked, asking) {
      const { cells, evidence } = asked;
      const answered: CaseCellBlock[] = [];
      for (const [i, cell] of cells.entries()) {
        asking.onProgress?.({ cell: i, of: cells.length });
        const answer = await askCell(cell, asking);
        answered.push({ ...withoutAnswer(cell), ...(answer ? { answer } : {}) });
      }
      const pins: Pin[] = [];
      for (const pin of evidence) pins.push(pin.flows ? pin : await gathered(pin, asking));
      return { ...asked, cells: answered, evidence: pins } satisfies Case;
    },
  };

  async function gathered(pin: Pin, { files, signal, config }: Asking): Promise<Pin> {
    const { flows } = await gather(files, pin.about, signal).catch((error: unknown) => {
      signal?.throwIfAborted();
      throw new Error(`The evidence "${pin.title}": ${messageOf(error)}`, { cause: error });
    });
    return {
      ...pin,
      flows,
      captures: await sourcesOf(files),
      ...('where' in pin.about ? {} : { settings: pin.settings ?? (config as unknown as Unknown) }),
    };
  }
}

/** The rows, and where a function asked a model, its settings. */
async function askSql(
  sql: string,
  words: QueryAnswers,
  { files, config, signal, onProgress }: Asking,
): Promise<Told> {
  const { columns, rows, truncated, notices, model } = await words.query(files, sql, {
    rows: keptRows,
    seconds: querySeconds,
    signal,
    model: {
      config,
      clusters: defaultsOf(clusterParameters),
      confidence: answerParameters.confidence.default,
      onProgress: ({ fraction }) => onProgress?.({ cell: 0, of: 1, fraction }),
    },
  });
  const names = columns.map(({ name }) => name);
  const line = names.find(name => name.toLowerCase() === 'line' || name.toLowerCase() === 'record');
  const plain = rows.map(row =>
    row.map((each): CaseCell => (typeof each === 'object' && each !== null ? JSON.stringify(each) : each)),
  );
  const [first, second] = columns;
  const isCounted =
    columns.length >= 2 && plain.length > 1 && first?.type === 'VARCHAR' && isNumber(second?.type ?? '');
  const numeric = columns.map(({ type }) => isNumber(type));
  const told = plain.map(row =>
    row.map((each, i) => (numeric[i] && typeof each === 'string' ? exact(each) : each)),
  );
  return {
    says: [
      truncated
        ? `The query gives more than ${count(keptRows)} rows, of which these are the first: "Query Capture" and \`query --out\` write all of them.`
        : `The query gives ${count(told.length)} ${told.length === 1 ? 'row' : 'rows'}.`,
      ...notices,
    ],
    ...(model ? { settings: model.settings } : {}),
    tables: [{ title: 'Rows', columns: names, rows: told, ...(line === undefined ? {} : { line }) }],
    pictures: isCounted
      ? [
          {
            kind: 'bars',
            title: `${second?.name} by ${first?.name}`,
            table: 0,
            x: first?.name ?? '',
            y: second?.name ?? '',
          },
        ]
      : [],
  };
}

const isNumber = (type: string) =>
  /^(?:U?(?:TINY|SMALL|BIG|HUGE)?INT(?:EGER)?|DOUBLE|FLOAT|REAL|DECIMAL.*)$/.test(type);

/** Large numbers come as texts; those that a number holds exactly are told as such. */
function exact(text: string): CaseCell {
  const number = Number(text);
  return String(number) === text ? number : text;
}

const withoutAnswer = ({ kind, text, more }: CaseCellBlock): CaseCellBlock => ({
  kind,
  text,
  ...(more ? { more } : {}),
});
