import { closeSync, existsSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { inRoot } from '../../scripts/build/paths.mjs';
import { generateRows } from './generate';

/** Rows written at a time: a string cannot hold millions of them. */
const piece = 20_000;

/** A generated capture of any size, kept for the next run. */
export function captureOf(flows: number): string {
  const path = inRoot(`out/bench/campus-${flows}.binetflow`);
  if (existsSync(path)) return path;
  mkdirSync(inRoot('out/bench'), { recursive: true });
  const file = openSync(`${path}.draft`, 'w');
  let rows: string[] = [];
  const write = () => {
    writeSync(file, rows.map(row => `${row}\n`).join(''));
    rows = [];
  };
  for (const row of generateRows(flows, 1)) {
    rows.push(row);
    if (rows.length === piece) write();
  }
  write();
  closeSync(file);
  renameSync(`${path}.draft`, path);
  return path;
}
