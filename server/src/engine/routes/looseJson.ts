import * as l10n from '@vscode/l10n';
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** A value, the one-based line of each object in it, and what had to be mended to read it. */
export interface LooseJson {
  value: Json;
  lines: Map<object, number>;
  mended: string | undefined;
}

const deepest = 100;

/**
 * Reads JSON that may lack commas or closing brackets, or have commas too many and numbers like `nan`, as tools
 * have written it; undefined when it is none. Lists that `}` interrupts are closed there.
 */
export function readLooseJson(text: string, firstLine: number): LooseJson | undefined {
  const lines = new Map<object, number>();
  let mended: string | undefined;
  let at = 0;
  let line = firstLine;
  const mend = (what: string) => {
    mended ??= l10n.t('{0} on line {1}', what, line);
    return true;
  };
  const blank = () => {
    for (; at < text.length && text.charCodeAt(at) <= 32; at++) if (text[at] === '\n') line++;
  };
  const failed = Symbol('failed');

  const value = (depth: number): Json | typeof failed => {
    blank();
    const first = text[at];
    if (depth > deepest || first === undefined) return failed;
    if (first === '{') return object(depth);
    if (first === '[') return list(depth);
    if (first === '"') return string();
    const word = /[^\s,\]}]+/y;
    word.lastIndex = at;
    const [found = ''] = word.exec(text) ?? [];
    at += found.length;
    if (found === 'true' || found === 'false') return found === 'true';
    if (
      found === 'null' ||
      (/^[-+]?(?:nan|inf(?:inity)?)$/i.test(found) && mend(l10n.t('a number that is none')))
    )
      return null;
    const number = Number(found);
    return found === '' || Number.isNaN(number) ? failed : number;
  };

  const string = (): string | typeof failed => {
    const form = /"(?:[^"\\\n]|\\.)*"/y;
    form.lastIndex = at;
    const found = form.exec(text)?.[0];
    if (found === undefined) return failed;
    at += found.length;
    try {
      return JSON.parse(found) as string;
    } catch {
      mend(l10n.t('an odd escape'));
      return found.slice(1, -1);
    }
  };

  const object = (depth: number): Json | typeof failed => {
    const made: { [name: string]: Json } = Object.create(null) as { [name: string]: Json };
    lines.set(made, line);
    at++;
    for (;;) {
      blank();
      const next = text[at];
      if (next === '}') {
        at++;
        return made;
      }
      if (next === ',' || next === ']') {
        if (next === ']') mend(l10n.t('a "]" too many'));
        at++;
        continue;
      }
      if (next === undefined) return mend(l10n.t('an object that does not end')) ? made : failed;
      if (next !== '"') return failed;
      const name = string();
      blank();
      if (typeof name !== 'string' || text[at] !== ':') return failed;
      at++;
      const member = value(depth + 1);
      if (typeof member === 'symbol') return failed;
      made[name] = member;
    }
  };

  const list = (depth: number): Json[] | typeof failed => {
    const made: Json[] = [];
    at++;
    for (;;) {
      blank();
      const next = text[at];
      if (next === ']') {
        at++;
        return made;
      }
      if (next === '}' || next === undefined) {
        mend(l10n.t('a list that does not end'));
        return made;
      }
      if (next === ',') {
        at++;
        continue;
      }
      const item = value(depth + 1);
      if (typeof item === 'symbol') return failed;
      made.push(item);
    }
  };

  const read = value(0);
  return typeof read === 'symbol' ? undefined : { value: read, lines, mended };
}
