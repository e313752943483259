import type { Range } from 'vscode-languageserver/node';
import { isAddress, subnetOf, type SubnetPrefix } from '../../engine/routes/subnets';
import type { Lines } from '../lines';
import { wordAt } from './routesHover';

const addresses = /(?<![\w.:-])(?:\d{1,3}(?:\.\d{1,3}){3}|(?:[\da-f]{0,4}:){2,7}[\da-f.]*)(?![\w:-]|\.\d)/gi;

/** The subnet of the address at a place; undefined where there is none. */
export function subnetAt(
  lines: Lines,
  line: number,
  character: number,
  prefix: SubnetPrefix,
): string | undefined {
  const word = wordAt(lines.line(line), character);
  return word && isAddress(word.text) ? subnetOf(word.text, prefix) : undefined;
}

/** Every address of the subnet from zero-based line `from` up to, not including, `to`. Yields after each line. */
export function* addressesOf(
  lines: Lines,
  subnet: string,
  prefix: SubnetPrefix,
  from = 0,
  to = lines.lineCount,
): Generator<void, Range[]> {
  const found: Range[] = [];
  for (let line = Math.max(0, from); line < Math.min(to, lines.lineCount); line++) {
    for (const { 0: text, index } of lines.line(line).matchAll(addresses))
      if (isAddress(text) && subnetOf(text, prefix) === subnet)
        found.push({ start: { line, character: index }, end: { line, character: index + text.length } });
    yield;
  }
  return found;
}
