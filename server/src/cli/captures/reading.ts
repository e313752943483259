import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { captureFormat } from '../../../../shared/parameters/captures';
import { parseFlowFilter, type FlowFilter } from '../../../../shared/text/flowFilter';
import { messageOf } from '../../base/errors';
import type { Engine } from '../../engine/engine';
import type { Reading } from '../../engine/captures/reading';
import { asUsage, Call, ruled, type Command, type Open, type Option } from '../command';
import { count, type Console } from '../console';

const group = 'Reading captures';

const where: Option = {
  name: 'where',
  value: 'CONDITION',
  many: true,
  group,
  words: 'Only flows of which it holds, for example "SrcAddr = \'10.0.0.5\' and Dport = 53".',
};

/** How captures are read, of every command that reads flows. */
export const readingOptions: readonly Option[] = [
  ruled(captureFormat, 'format', { withoutDefault: true, group }),
  {
    name: 'mapping',
    value: 'FILE',
    path: 'read',
    group,
    words:
      'What the columns of a table are, as JSON: { "SrcAddr": "source", "StartTime": { "column": "t", "as": "seconds" } }.',
  },
  {
    name: 'labels',
    value: 'FILE',
    path: 'read',
    many: true,
    group,
    words:
      'Labels from elsewhere: CSV or JSON of hosts, conversations or times, labels.config, alerts of Suricata, lists of addresses, networks and ports. The later of two stands.',
  },
  where,
];

/** Files that are not captures are told one by one up to so many. */
const shownOthers = 10;

/**
 * The call with folders replaced by the captures in them, and several files in order of time; what the options say of
 * their reading is told to the engine.
 */
export async function readAsAsked(command: Command, call: Call, console: Console, open: Open): Promise<Call> {
  if (!command.options.includes(where)) return call;
  const reading = await readingOf(call, open);
  const trained = call.texts('trained-on');
  const isPlain = Object.keys(reading).length === 0;
  if (isPlain && call.files.length < 2 && trained.length < 2 && ![...call.files, ...trained].some(isFolder))
    return call;
  const engine = await open();
  const ordered = async (named: readonly string[]) => {
    const files = await expanded(named, reading, engine, console);
    engine.readAs(files, reading);
    return files.length > 1 ? engine.inOrder(files) : files;
  };
  const files = await ordered(call.files);
  const values = trained.length > 0 ? { ...call.values, 'trained-on': await ordered(trained) } : call.values;
  return new Call(
    files,
    values,
    call.last,
    call.files.find(file => !isFolder(file)),
  );
}

/** Conditions of `--where`, all of which hold. */
export function conditionOf(call: Call): FlowFilter | undefined {
  const conditions = call.texts(where.name).map(text => asUsage(() => parseFlowFilter(text)));
  return conditions.length > 1 ? { all: conditions } : conditions[0];
}

async function readingOf(call: Call, open: Open): Promise<Reading> {
  const condition = conditionOf(call);
  const format = call.text('format');
  const path = call.text('mapping');
  const labels = call.texts('labels');
  return {
    ...(format === undefined ? {} : { format }),
    ...(path === undefined ? {} : { mapping: await mappingAt(path) }),
    ...(labels.length > 0 ? { labels: await (await open()).readLabels(labels) } : {}),
    ...(condition === undefined ? {} : { where: condition }),
  };
}

async function mappingAt(path: string): Promise<NonNullable<Reading['mapping']>> {
  const { parseMapping } = await import('../../engine/captures/mapping');
  try {
    return parseMapping(await readFile(path, 'utf8'));
  } catch (error) {
    throw new Error(`${path}: ${messageOf(error)}.`, { cause: error });
  }
}

async function expanded(
  named: readonly string[],
  reading: Reading,
  engine: Engine,
  console: Console,
): Promise<string[]> {
  const files: string[] = [];
  for (const path of named) {
    if (!isFolder(path)) {
      files.push(path);
      continue;
    }
    const { captures, others } = await engine.capturesIn(path, reading);
    if (others.length > 0) {
      const shown = others.slice(0, shownOthers).map(other => `  ${basename(other.path)}: ${other.why}`);
      const more = others.length > shownOthers ? [`  … and ${count(others.length - shownOthers)} more`] : [];
      console.say(
        `${path}: ${count(others.length)} files in it are no captures and are left out:`,
        ...shown,
        ...more,
      );
    }
    if (captures.length === 0) throw new Error(`${path}: holds no captures. Name a folder that has some.`);
    files.push(...captures);
  }
  return files;
}

const isFolder = (path: string) => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
