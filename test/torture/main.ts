import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { inRoot } from '../../scripts/build/paths.mjs';
import { seededRandom } from '../../server/src/base/seededRandom';
import { cache } from './cache';
import { captures } from './captures';
import { hostileTexts } from './hostile';
import { routes } from './routes';
import type { Row, Section } from './section';

export const sections: readonly Section[] = [captures, routes, cache, hostileTexts];

export interface Options {
  /** 1 is the whole campaign. */
  share: number;
  seed: number;
  /** Names of sections; none: all. */
  only?: readonly string[];
  say(line: string): void;
}

/** Runs the campaign; the same seed tries the same. */
export async function torture({ share, seed, only, say }: Options): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [i, section] of sections.entries()) {
    if (only && !only.includes(section.name)) continue;
    const folder = mkdtempSync(join(tmpdir(), 'flow2vec-torture-'));
    try {
      say(`${section.name} …`);
      rows.push(...(await section.run({ random: seededRandom(seed + i), share, folder, say })));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  return rows;
}

export const failed = (rows: readonly Row[]) =>
  rows.filter(({ faults }) => Object.values(faults).some(n => n > 0));

function table(rows: readonly Row[]): string {
  return [
    '| tried | times | what must not happen | happened |',
    '| --- | ---: | --- | ---: |',
    ...rows.flatMap(({ what, tried, faults, skipped }) =>
      skipped === undefined
        ? Object.entries(faults).map(
            ([name, n], i) => `| ${i === 0 ? what : ''} | ${i === 0 ? tried : ''} | ${name} | ${n} |`,
          )
        : [`| ${what} | not here | ${skipped} | |`],
    ),
  ].join('\n');
}

/** `npm run torture`: prints the table, and writes it to docs/torture.md when every section was tried, a tenth at least. */
export async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string', default: '1' },
      share: { type: 'string', default: '1' },
      only: { type: 'string' },
    },
  });
  const [share, seed] = [Number(values.share), Number(values.seed)];
  const only = values.only?.split(',');
  const began = performance.now();
  const rows = await torture({ share, seed, ...(only ? { only } : {}), say: line => console.log(line) });
  const minutes = (performance.now() - began) / 60_000;
  console.log(`\n${table(rows)}\n`);
  for (const { what, examples } of rows) for (const each of examples) console.log(`${what}: ${each}`);
  console.log(`Seed ${seed}, ${minutes.toFixed(1)} minutes.`);
  if (!only && share >= 0.1) {
    mkdirSync(inRoot('docs'), { recursive: true });
    writeFileSync(
      inRoot('docs/torture.md'),
      `# Torture\n\n\`npm run torture\` spoils captures, routes and files of the cache, kills processes, fills disks and shows hostile\ntexts to every command. The same seed tries the same; \`--share 0.1\` tries a tenth, \`--only cache\` one section.\nA short form is part of \`npm test\`. The last run, seed ${seed}, share ${share}, took ${minutes.toFixed(0)} minutes:\n\n${table(rows)}\n`,
    );
  }
  return failed(rows).length > 0 ? 1 : 0;
}
