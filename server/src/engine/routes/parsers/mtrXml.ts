import type { Route } from '../route';
import { mtrSummary } from './mtrColumns';
import { addHub, type MtrHub } from './mtrJson';
import { emptyRoute, meetDestination, type Note, type TextTool } from './textTool';

interface Hub extends MtrHub {
  titles: string[];
  values: string[];
}

const hubs = new WeakMap<Route, Hub>();

/**
 * `mtr --xml`: an element MTR, in it HUB for each hop. Old versions leave quotes away and close nothing, so that it is
 * read tag by tag, as it comes, and not as XML.
 */
export const mtrXml: TextTool = {
  begin(line, number) {
    const match = /^\s*(?:<\?xml[^>]*\?>\s*)?<MTR\b([^>]*)>/.exec(line);
    if (!match) return undefined;
    const route = emptyRoute('mtr-xml', number);
    route.destination = attribute(match[1] as string, 'DST') ?? '';
    const source = attribute(match[1] as string, 'SRC');
    if (source !== undefined) route.source = source;
    let problem: string | undefined;
    tags(route, line.slice(match[0].length), number, (_, message) => (problem = message));
    return problem === undefined ? { route } : { route, problem };
  },

  take(route, line, number, note) {
    if (!/^\s*<\/?[A-Z]/i.test(line) || /^\s*<(?:MTR\b|\?xml)/.test(line)) return false;
    tags(route, line, number, note);
    return true;
  },

  end(route, note) {
    finish(route, note);
    meetDestination(route);
  },
};

function tags(route: Route, line: string, number: number, note: Note): void {
  for (const [, name = '', attributes = '', text = ''] of line.matchAll(/<(\/?\w+)([^<>]*)>([^<]*)/g)) {
    if (name === 'HUB') {
      finish(route, note);
      const count = Number(attribute(attributes, 'COUNT'));
      hubs.set(route, {
        hop: Number.isInteger(count) && count >= 1 && count <= 255 ? count : undefined,
        host: attribute(attributes, 'HOST'),
        network: attribute(attributes, 'ASN'),
        line: number,
        titles: [],
        values: [],
      });
    } else if (name === '/HUB' || name === '/MTR') finish(route, note);
    else if (!name.startsWith('/')) {
      const hub = hubs.get(route);
      hub?.titles.push(name === 'Loss' ? 'Loss%' : name);
      hub?.values.push(text.trim());
    }
  }
}

function finish(route: Route, note: Note): void {
  const hub = hubs.get(route);
  hubs.delete(route);
  const wrong = hub && addHub(route, hub, mtrSummary(hub.titles, hub.values));
  if (wrong !== undefined) note(hub?.line ?? route.line, wrong);
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function attribute(attributes: string, name: string): string | undefined {
  const match = new RegExp(`\\b${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`).exec(attributes);
  const value = match?.[1] ?? match?.[2] ?? match?.[3];
  return value?.replace(/&(amp|lt|gt|quot|apos);/g, (_, entity: string) => entities[entity] as string);
}
