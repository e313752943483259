import * as l10n from '@vscode/l10n';
import { visibleText } from '../../../../../../shared/text/visibleText';
import type { Head } from '../../source';
import { envelopeOf, unwrapped } from '../json/envelope';
import { objectOf, type JsonObject } from '../json/jsonLine';
import { jsonLayout, keysOf, type JsonLayout } from '../json/jsonTable';
import { headObjects, isSpread } from '../json/objects';
import { epochUnit, relativeTimes } from '../../timeForms';
import { zeekMapping, zeekNeeds } from './mapping';

/** JSON leaves out what is unset, so the columns are those that any connection may have. */
const known = [
  'ts',
  'uid',
  'id.orig_h',
  'id.orig_p',
  'id.resp_h',
  'id.resp_p',
  'proto',
  'service',
  'duration',
  'orig_bytes',
  'resp_bytes',
  'conn_state',
  'local_orig',
  'local_resp',
  'missed_bytes',
  'history',
  'orig_pkts',
  'orig_ip_bytes',
  'resp_pkts',
  'resp_ip_bytes',
  'tunnel_parents',
];

/** What only a log of connections has. */
const own = ['conn_state', 'history', 'duration', 'orig_pkts', 'orig_ip_bytes', 'missed_bytes', 'local_orig'];

/** What shippers put around a record of this log. */
const around = 'conn';

/** Keys without points, as databases and streams need them, for those of Zeek. */
const flat = {
  id_orig_h: 'id.orig_h',
  id_orig_p: 'id.orig_p',
  id_resp_h: 'id.resp_h',
  id_resp_p: 'id.resp_p',
};
const keysIn = (object: JsonObject) =>
  keysOf(object).map(key => (flat as Readonly<Record<string, string>>)[key] ?? key);
const isRecord = (object: JsonObject) => {
  const keys = keysIn(object);
  return zeekNeeds.every(name => keys.includes(name));
};

/**
 * The layout of a conn.log written as JSON; why there is none, as a clause, for other logs of Zeek; undefined where the
 * objects are no logs of Zeek.
 */
export function zeekJsonLayout(head: Head): JsonLayout | string | undefined {
  const outer = headObjects(head, 100);
  const wrapped = isSpread(head) || outer.some(isRecord) ? undefined : envelopeOf(outer, isRecord);
  const given = wrapped
    ? head.lines.flatMap(line => {
        const text = unwrapped(line, wrapped)?.text ?? '';
        const found = objectOf(text, 1);
        return 'object' in found ? [found.object] : [];
      })
    : outer;
  const inner = given.flatMap(object => {
    const found = object[around];
    return typeof found === 'object' && found !== null && !Array.isArray(found) ? [found as JsonObject] : [];
  });
  const all = (inner.length > 0 ? inner : given).map(object => ({ object, keys: keysIn(object) }));
  const objects = all.filter(({ object }) => isRecord(object));
  if (objects.length === 0) return undefined;
  const connections = objects.filter(({ object, keys }) =>
    typeof object['_path'] === 'string'
      ? object['_path'].startsWith('conn')
      : own.some(name => keys.includes(name)),
  );
  const [first] = connections;
  if (!first) return otherLog(objects[0]?.object['_path']);
  const path = first.object['_path'];
  const names = [...new Set([...known, ...connections.flatMap(({ keys }) => keys)])];
  const ts = Number(first.object['ts']);
  const mapping = zeekMapping(names);
  return jsonLayout(
    {
      names,
      // JSON::TS_MILLIS and its like.
      mapping: { ...mapping, StartTime: { column: 'ts', as: epochUnit(ts) ?? 'seconds' } },
      unset: ['-', '(empty)'],
      firstRow: head.firstLine,
      ...(ts < relativeTimes.before ? { notes: [relativeTimes.note()] } : {}),
    },
    {
      spread: isSpread(head),
      also: flat,
      ...(wrapped ? { wrapped } : {}),
      ...(inner.length > 0 ? { inside: around } : {}),
      ...(typeof path === 'string' ? { only: { _path: path } } : {}),
      // Other logs in the same stream have ends and times, too.
      own,
    },
  );
}

/** Why another log of Zeek is no capture. */
export const otherLog = (path: unknown): string =>
  typeof path === 'string' && path !== ''
    ? l10n.t('a Zeek log of "{0}", not of connections: name the conn.log beside it', visibleText(path, 40))
    : l10n.t(
        'a Zeek log, but not of connections (no {0}): name the conn.log beside it',
        own.slice(0, 3).join(', '),
      );
