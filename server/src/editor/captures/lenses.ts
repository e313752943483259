import * as l10n from '@vscode/l10n';
import type { CodeLens, Command } from 'vscode-languageserver/node';
import type { CaptureIndex } from './captureIndex';
import type { ModelState } from '../training/modelState';
import { isLabelled } from '../../../../shared/palette/classes';
import { counted } from '../../../../shared/text/counted';
import { staleModelText } from '../../../../shared/text/staleModel';
import { formatDuration, formatMinute, formatShares } from '../units';

/** The lenses above the first line: what the capture holds, and what can be done with it. */
export function lensesOf(uri: string, index: CaptureIndex, model: ModelState): CodeLens[] {
  if (!index.layout) return [];
  const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  const overview = { title: l10n.t('Overview'), command: 'flow2vec.overview', arguments: [{ uri }] };
  const commands = [{ title: summaryOf(index), command: '' }, overview, ...actionsFor(uri, model)];
  return commands.map(command => ({
    range,
    command,
  }));
}

/** `6,751 flows · 312 hosts · 2019-04-04 16:23–18:02 (1 h 39 min) · botnet 1.2 %, normal 98.8 %`. */
export function summaryOf(index: CaptureIndex): string {
  if (index.flows === 0) return l10n.t('no flows · {0}', counted(index.rejected, 'rejected row'));
  const parts = [counted(index.flows, 'flow'), counted(index.hosts.size, 'host'), timeSpan(index)];
  if (isLabelled(index.labels)) parts.push(formatShares(index.labels));
  if (index.rejected > 0) parts.push(counted(index.rejected, 'row not read'));
  return parts.join(' · ');
}

function timeSpan(index: CaptureIndex): string {
  const first = formatMinute(index.firstTime);
  const last = formatMinute(index.lastTime);
  const sameDay = first.slice(0, 10) === last.slice(0, 10);
  const end = sameDay ? last.slice(11) : ` ${last}`;
  return `${first}${sameDay ? '–' : ' –'}${end} (${formatDuration((index.lastTime - index.firstTime) / 1e6)})`;
}

function actionsFor(uri: string, model: ModelState): Command[] {
  switch (model.kind) {
    case 'ready':
      return [
        { title: l10n.t('Find anomalies'), command: 'flow2vec.findAnomalies', arguments: [{ uri }] },
        {
          title: l10n.t('Model ready · Show similar flows'),
          command: 'flow2vec.showSimilar',
          arguments: [{ uri }],
        },
        { title: l10n.t('Map flows'), command: 'flow2vec.map', arguments: [{ uri }] },
      ];
    case 'training':
      return [
        {
          title: l10n.t('Training · Cancel training'),
          command: 'flow2vec.cancelTraining',
          arguments: [{ uri }],
        },
      ];
    case 'none':
      return [
        { title: l10n.t('Find anomalies'), command: 'flow2vec.findAnomalies', arguments: [{ uri }] },
        { title: l10n.t('Train model'), command: 'flow2vec.train', arguments: [{ uri }] },
      ];
    case 'stale':
      return [
        { title: l10n.t('Find anomalies'), command: 'flow2vec.findAnomalies', arguments: [{ uri }] },
        {
          title: l10n.t('Model is stale ({0}) · Train again', staleModelText(model.newFlows)),
          command: 'flow2vec.train',
          arguments: [{ uri }],
        },
      ];
    case 'unknown':
      return [];
  }
}
