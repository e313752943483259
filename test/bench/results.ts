import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** A section's text between marks, so that measuring one anew leaves the others. */
const markOf = (name: string) => `<!-- ${name} -->`;

/** Sections of a results file by name; none when there is no such file. */
export function readSections(path: string): Map<string, string> {
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const parts = text.split(/^<!-- ([\w-]+) -->$/m).slice(1);
  const sections = new Map<string, string>();
  for (let i = 0; i + 1 < parts.length; i += 2)
    sections.set(parts[i] as string, (parts[i + 1] as string).trim());
  return sections;
}

/** Writes the sections in the order of `names`, those that are not among them last. */
export function writeSections(
  path: string,
  head: string,
  names: readonly string[],
  sections: ReadonlyMap<string, string>,
): void {
  const order = [...names, ...[...sections.keys()].filter(name => !names.includes(name))];
  const texts = order.flatMap(name => {
    const text = sections.get(name);
    return text === undefined ? [] : [`${markOf(name)}\n\n${text}`];
  });
  writeFileSync(path, `${[head, ...texts].join('\n\n')}\n`);
}
