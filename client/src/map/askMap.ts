import * as vscode from 'vscode';
import type { MapSettings } from '../../../shared/protocol/map';
import { fileName } from '../base/captures';
import { savedSettings } from './mapQuestion';
import { methodTitle, parametersOf, readTyped, type MapParameter } from './mapParameters';

const rememberedKey = 'flow2vec.map.settings';

/** Until the settings of the extension say otherwise. */
const usual: MapSettings = {
  method: 'tsne',
  dimensions: 2,
  points: 20_000,
  perplexity: 30,
  earlyExaggeration: 12,
  learningRate: 0,
  iterations: 1000,
  neighbours: 15,
  minDist: 0.1,
  epochs: 0,
  seed: 1,
};

/** The parameters a map is laid out with: the editor's settings, and over them what was chosen last. */
export function mapSettings(capture: vscode.Uri, memory: vscode.Memento): MapSettings {
  const map = vscode.workspace.getConfiguration('flow2vec.map', capture);
  const seed = vscode.workspace.getConfiguration('flow2vec.embedding', capture).get<number>('seed');
  const keys = Object.keys(usual) as (keyof MapSettings)[];
  const set = Object.fromEntries(keys.map(key => [key, map.get<unknown>(key) ?? undefined]));
  return {
    ...usual,
    ...savedSettings({ seed, ...withoutMissing(set) }),
    ...savedSettings(memory.get(rememberedKey)),
  };
}

interface Item extends vscode.QuickPickItem {
  parameter?: MapParameter;
}

/** Asks for the parameters, those of last time offered first: Enter draws. Undefined when the user leaves. */
export async function askMap(capture: vscode.Uri, memory: vscode.Memento): Promise<MapSettings | undefined> {
  const title = vscode.l10n.t('Map the Flows of {0}', fileName(capture));
  let settings = mapSettings(capture, memory);
  for (;;) {
    const placeHolder = vscode.l10n.t('Enter draws the map; choose a parameter to change it first');
    const chosen = await vscode.window.showQuickPick(itemsOf(settings), {
      title,
      placeHolder,
      ignoreFocusOut: true,
    });
    if (!chosen) return undefined;
    if (!chosen.parameter) {
      await memory.update(rememberedKey, settings);
      return settings;
    }
    const value = await askValue(chosen.parameter, settings, title);
    if (value !== undefined) settings = { ...settings, [chosen.parameter.name]: value };
  }
}

function itemsOf(settings: MapSettings): Item[] {
  const draw: Item = {
    label: `$(play) ${vscode.l10n.t('Draw the Map')}`,
    description: vscode.l10n.t('{0}, {1} dimensions', methodTitle(settings.method), settings.dimensions),
  };
  const items = parametersOf(settings.method).map((parameter): Item => ({
    label: vscode.l10n.t(parameter.title),
    description: valueText(parameter, settings[parameter.name]),
    detail: vscode.l10n.t(parameter.detail),
    parameter,
  }));
  return [draw, ...items];
}

async function askValue(
  parameter: MapParameter,
  settings: MapSettings,
  title: string,
): Promise<string | number | undefined> {
  const { name, choices, refuses } = parameter;
  const prompt = vscode.l10n.t(parameter.detail);
  if (choices) {
    const items = choices.map(value => ({ label: valueText(parameter, value), value }));
    const options = { title, placeHolder: prompt, ignoreFocusOut: true };
    return (await vscode.window.showQuickPick(items, options))?.value;
  }
  const text = await vscode.window.showInputBox({
    title: `${title}: ${vscode.l10n.t(parameter.title)}`,
    prompt,
    value: String(settings[name]),
    ignoreFocusOut: true,
    validateInput: typed => refuses(readTyped(typed)),
  });
  return text === undefined ? undefined : readTyped(text);
}

function valueText({ name }: MapParameter, value: string | number): string {
  if (name === 'method') return methodTitle(value as MapSettings['method']);
  return typeof value === 'number' ? value.toLocaleString(vscode.env.language) : value;
}

function withoutMissing(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
