import * as l10n from '@vscode/l10n';
import { language } from './language';

/** Each noun in the singular and in the plural, as a sentence counts it. */
const nouns = {
  answer: [n => l10n.t('{0} answer', n), n => l10n.t('{0} answers', n)],
  'benign route': [n => l10n.t('{0} benign route', n), n => l10n.t('{0} benign routes', n)],
  conversation: [n => l10n.t('{0} conversation', n), n => l10n.t('{0} conversations', n)],
  flow: [n => l10n.t('{0} flow', n), n => l10n.t('{0} flows', n)],
  hop: [n => l10n.t('{0} hop', n), n => l10n.t('{0} hops', n)],
  host: [n => l10n.t('{0} host', n), n => l10n.t('{0} hosts', n)],
  'less active conversation': [
    n => l10n.t('{0} less active conversation', n),
    n => l10n.t('{0} less active conversations', n),
  ],
  'less active host': [n => l10n.t('{0} less active host', n), n => l10n.t('{0} less active hosts', n)],
  'malicious route': [n => l10n.t('{0} malicious route', n), n => l10n.t('{0} malicious routes', n)],
  'more problem': [n => l10n.t('{0} more problem', n), n => l10n.t('{0} more problems', n)],
  'more route': [n => l10n.t('{0} more route', n), n => l10n.t('{0} more routes', n)],
  packet: [n => l10n.t('{0} packet', n), n => l10n.t('{0} packets', n)],
  probe: [n => l10n.t('{0} probe', n), n => l10n.t('{0} probes', n)],
  'rejected row': [n => l10n.t('{0} rejected row', n), n => l10n.t('{0} rejected rows', n)],
  route: [n => l10n.t('{0} route', n), n => l10n.t('{0} routes', n)],
  'route without a label': [
    n => l10n.t('{0} route without a label', n),
    n => l10n.t('{0} routes without a label', n),
  ],
  'row not read': [n => l10n.t('{0} row not read', n), n => l10n.t('{0} rows not read', n)],
  cluster: [n => l10n.t('{0} cluster', n), n => l10n.t('{0} clusters', n)],
  combination: [n => l10n.t('{0} combination', n), n => l10n.t('{0} combinations', n)],
  'distinct reconstruction': [
    n => l10n.t('{0} distinct reconstruction', n),
    n => l10n.t('{0} distinct reconstructions', n),
  ],
  'distinct route': [n => l10n.t('{0} distinct route', n), n => l10n.t('{0} distinct routes', n)],
  incident: [n => l10n.t('{0} incident', n), n => l10n.t('{0} incidents', n)],
  row: [n => l10n.t('{0} row', n), n => l10n.t('{0} rows', n)],
  service: [n => l10n.t('{0} service', n), n => l10n.t('{0} services', n)],
  'similar token': [n => l10n.t('{0} similar token', n), n => l10n.t('{0} similar tokens', n)],
  'tested route': [n => l10n.t('{0} tested route', n), n => l10n.t('{0} tested routes', n)],
  token: [n => l10n.t('{0} token', n), n => l10n.t('{0} tokens', n)],
} satisfies Record<string, [one: (n: string) => string, many: (n: string) => string]>;

export type CountedNoun = keyof typeof nouns;

/** `1 flow`, `2 flows`. */
export function counted(n: number, noun: CountedNoun): string {
  return nouns[noun][n === 1 ? 0 : 1](n.toLocaleString(language()));
}
