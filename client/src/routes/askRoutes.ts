import * as vscode from 'vscode';
import type { NetworkKind, RouteSettings } from '../../../shared/protocol/routes';

interface Choice<T> extends vscode.QuickPickItem {
  value: T;
}

/** Asks for the network and how routes are split; the rest is as in the notebook. Undefined when the user leaves. */
export async function askRoutes(
  title: string,
  which: 'all' | 'classifiers',
): Promise<Partial<RouteSettings> | undefined> {
  const networks = which === 'all' ? kinds() : kinds().filter(kind => kind.value !== 'autoencoder');
  const placeHolder = vscode.l10n.t('Choose a network');
  const network = await vscode.window.showQuickPick(networks, { title, placeHolder });
  if (!network) return undefined;
  if (network.value === 'autoencoder') return { network: network.value };
  const split = await vscode.window.showQuickPick(splits(), {
    title,
    placeHolder: vscode.l10n.t('Choose which routes are held back for the test'),
  });
  if (!split) return undefined;
  if (network.value === 'lstm') return { network: network.value, split: split.value };
  const destination = await vscode.window.showQuickPick(destinations(), {
    title,
    placeHolder: vscode.l10n.t('Choose what the network is told of the destination'),
  });
  return destination && { network: network.value, split: split.value, destination: destination.value };
}

function kinds(): Choice<NetworkKind>[] {
  return [
    {
      label: vscode.l10n.t('Dense'),
      detail: vscode.l10n.t('Subnets as a set and five statistics; three layers of 64'),
      value: 'dense',
    },
    {
      label: vscode.l10n.t('LSTM'),
      detail: vscode.l10n.t('Subnets in the order of the hops'),
      value: 'lstm',
    },
    {
      label: vscode.l10n.t('Hybrid'),
      detail: vscode.l10n.t('Groups of subnets in order, joined with the statistics'),
      value: 'hybrid',
    },
    {
      label: vscode.l10n.t('Autoencoder'),
      detail: vscode.l10n.t('No classes: does a narrow layer keep routes apart?'),
      value: 'autoencoder',
    },
  ];
}

function destinations(): Choice<RouteSettings['destination']>[] {
  return [
    {
      label: vscode.l10n.t('What is known of it'),
      detail: vscode.l10n.t('The share of malicious routes to its subnet, among those that are learned from'),
      value: 'counts',
    },
    {
      label: vscode.l10n.t('Nothing, as in the notebook'),
      detail: vscode.l10n.t('A route that does not reach its destination says nothing of it'),
      value: 'none',
    },
  ];
}

function splits(): Choice<RouteSettings['split']>[] {
  return [
    {
      label: vscode.l10n.t('The last fifth in time'),
      detail: vscode.l10n.t('As in use: what comes later is tested'),
      value: 'temporal',
    },
    {
      label: vscode.l10n.t('A random fifth'),
      detail: vscode.l10n.t('Routes of all times in both parts'),
      value: 'random',
    },
  ];
}
