import * as vscode from 'vscode';
import { clusterParameters } from '../../../shared/parameters/clusters';
import { accepted, readTyped, refusal } from '../../../shared/parameters/parameter';
import type { ClusterSettings } from '../../../shared/protocol/clusters';
import { fileName } from '../base/captures';
import { clusterSettings, type Clusterings } from './clusterings';
import { suggestNumber } from './clusterSteps';

interface Choice extends vscode.QuickPickItem {
  how: 'settings' | 'number' | 'suggest' | 'compare';
}

/** Asks into how many clusters; undefined when the user leaves. */
export async function askClusters(
  clusterings: Clusterings,
  capture: vscode.Uri,
): Promise<ClusterSettings | undefined> {
  const settings = clusterSettings(capture);
  const title = vscode.l10n.t('Cluster the Flows of {0}', fileName(capture));
  const placeHolder = vscode.l10n.t('Into how many clusters?');
  const chosen = await vscode.window.showQuickPick(choices(settings.k), { title, placeHolder });
  if (chosen?.how === 'settings') return settings;
  if (chosen?.how === 'number') return withNumber(settings, title);
  if (chosen?.how === 'suggest') return { ...settings, k: 0 };
  if (chosen?.how === 'compare') return withComparison(settings, title, clusterings, capture);
  return undefined;
}

function choices(k: number): Choice[] {
  const settings: Choice = {
    how: 'settings',
    label: vscode.l10n.t('{0}, as in the settings', k.toLocaleString(vscode.env.language)),
  };
  const suggest: Choice = {
    how: 'suggest',
    label: vscode.l10n.t('The suggested number'),
    detail: vscode.l10n.t(
      'Tries several on a sample, and takes the one whose clusters are told apart best (silhouette)',
    ),
  };
  const compare: Choice = {
    how: 'compare',
    label: vscode.l10n.t('Compare numbers…'),
    detail: vscode.l10n.t('The same, with the choice left to you'),
  };
  const number: Choice = { how: 'number', label: vscode.l10n.t('A number…') };
  return [...(k > 0 ? [settings] : []), suggest, compare, number];
}

async function withNumber(settings: ClusterSettings, title: string): Promise<ClusterSettings | undefined> {
  const read = (typed: string) => readTyped(clusterParameters.k, typed);
  const text = await vscode.window.showInputBox({
    title,
    prompt: vscode.l10n.t('Number of clusters'),
    ignoreFocusOut: true,
    validateInput: typed => {
      const refused = refusal(clusterParameters.k, read(typed));
      return refused && vscode.l10n.t('Write {0}.', accepted(clusterParameters.k));
    },
  });
  return text === undefined ? undefined : { ...settings, k: Number(read(text)) };
}

async function withComparison(
  settings: ClusterSettings,
  title: string,
  clusterings: Clusterings,
  capture: vscode.Uri,
): Promise<ClusterSettings | undefined> {
  const suggestion = await suggestNumber(clusterings, capture, settings);
  if (!suggestion) return undefined;
  const number = (value: number, digits: number) =>
    value.toLocaleString(vscode.env.language, {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
  const items = [...suggestion.tried]
    .sort((a, b) => b.silhouette - a.silhouette)
    .map(({ k, silhouette }) => ({
      label: vscode.l10n.t('{0} clusters', number(k, 0)),
      description: [
        vscode.l10n.t('silhouette {0}', number(silhouette, 3)),
        ...(k === suggestion.k ? [vscode.l10n.t('suggested')] : []),
      ].join(' · '),
      k,
    }));
  const placeHolder = suggestion.notes.join(' ') || vscode.l10n.t('Into how many clusters?');
  const chosen = await vscode.window.showQuickPick(items, { title, placeHolder, ignoreFocusOut: true });
  return chosen && { ...settings, k: chosen.k };
}
