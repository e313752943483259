import * as l10n from '@vscode/l10n';
import type { Probe } from '../route';
import { isObject, numberIn, numberOfHop, objectIn, objectsIn, textIn, type JsonTool } from './jsonTool';
import { summarisedHop } from './summarisedHop';
import { emptyRoute } from './textTool';

/** `trip --mode json`: a target and a summary of each hop, numbers written as text. */
export const trippy: JsonTool = {
  recognises(value) {
    return isObject(value['info']) && 'target' in value['info'] && Array.isArray(value['hops']);
  },

  routes(value, lineOf) {
    const info = objectIn(value, 'info');
    const target = objectIn(info, 'target');
    const route = emptyRoute('trippy', lineOf(value));
    const name = textIn(target, 'hostname');
    route.destination = textIn(target, 'ip') ?? name ?? '';
    if (name !== undefined && name !== route.destination) route.name = name;
    const time = Date.parse(textIn(info, 'start_timestamp') ?? '');
    if (!Number.isNaN(time)) route.time = time;
    for (const part of objectsIn(value, 'hops')) {
      const hop = numberOfHop(part, 'ttl');
      const hosts = objectsIn(part, 'hosts').map((host): Probe => {
        const [address, said] = [textIn(host, 'ip'), textIn(host, 'hostname')];
        return { ...(address ? { address } : {}), ...(said && said !== address ? { name: said } : {}) };
      });
      const made = summarisedHop({ hop, line: lineOf(part) }, hosts, {
        loss: numberIn(part, 'loss_pct') / 100,
        sent: numberIn(part, 'sent'),
        received: numberIn(part, 'recv'),
        last: numberIn(part, 'last'),
        average: numberIn(part, 'avg'),
        best: numberIn(part, 'best'),
        worst: numberIn(part, 'worst'),
        deviation: numberIn(part, 'stddev'),
      });
      for (const extension of objectsIn(part, 'extensions'))
        for (const label of objectsIn(objectIn(extension, 'mpls'), 'members'))
          (made.mpls ??= []).push(`${numberIn(label, 'label')} TTL=${numberIn(label, 'ttl')}`);
      route.hops.push(made);
    }
    return [route];
  },

  whyEmpty: () => l10n.t('This report of Trippy has no hops.'),
};
