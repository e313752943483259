import MarkdownIt from 'markdown-it';
import { read } from './documents';

/** A block of commands, with the lines of output that are shown below it; `…` stands for whatever varies. */
export interface Shown {
  line: number;
  commands: string[];
  output: string[];
}

/** The blocks of commands of a document. */
export function shownIn(document: string): Shown[] {
  const fences = new MarkdownIt().parse(read(document), {});
  return fences.flatMap(({ type, info, content, map }, i) => {
    if (type !== 'fence' || info !== 'sh') return [];
    const next = fences[i + 1];
    const output = next?.type === 'fence' && next.info === 'text' ? linesOf(next.content) : [];
    return [{ line: (map?.[0] ?? 0) + 1, commands: linesOf(content.replaceAll('\\\n', ' ')), output }];
  });
}

function linesOf(text: string): string[] {
  return text.split('\n').filter(line => line.trim() !== '');
}

/** The lines of `output` that are not in what was said. */
export function missingIn(said: string, output: readonly string[]): string[] {
  return output.filter(wanted => !said.split('\n').some(each => patternOf(wanted).test(each)));
}

function patternOf(line: string): RegExp {
  const literal = line.trim().replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^\\s*${literal.replaceAll('…', '.*').replace(/\s+/g, '\\s+')}\\s*$`);
}

/** The words of a line as a shell would cut it, without what follows `#`. */
export function wordsOf(line: string): string[] {
  const words = line.matchAll(/'([^']*)'|"([^"]*)"|#.*|([^\s'"#][^\s'"]*)/g);
  return [...words].flatMap(([, single, double, plain]) => single ?? double ?? plain ?? []);
}
