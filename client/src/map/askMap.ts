import * as vscode from 'vscode';
import { mapParameters as table } from '../../../shared/parameters/map';
import { accepted, defaultsOf, refusal } from '../../../shared/parameters/parameter';
import { embeddingParameters } from '../../../shared/parameters/training';
import type { MapSettings } from '../../../shared/protocol/map';
import { fileName } from '../base/captures';
import { savedSettings } from './mapQuestion';
import { mapParameters, methodTitle, parametersOf, readTyped } from './mapParameters';

const rememberedKey = 'flow2vec.map.settings';

const usual: MapSettings = { ...defaultsOf(table), seed: embeddingParameters.seed.default };

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
  parameter?: keyof MapSettings;
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
    if (value !== undefined) settings = { ...settings, [chosen.parameter]: value };
  }
}

function itemsOf(settings: MapSettings): Item[] {
  const draw: Item = {
    label: `$(play) ${vscode.l10n.t('Draw the Map')}`,
    description: vscode.l10n.t('{0}, {1} dimensions', methodTitle(settings.method), settings.dimensions),
  };
  const items = parametersOf(settings.method).map((name): Item => ({
    label: vscode.l10n.t(mapParameters[name].title),
    description: valueText(name, settings[name]),
    detail: vscode.l10n.t(mapParameters[name].words),
    parameter: name,
  }));
  return [draw, ...items];
}

async function askValue(name: keyof MapSettings, settings: MapSettings, title: string): Promise<unknown> {
  const parameter = mapParameters[name];
  const prompt = vscode.l10n.t(parameter.words);
  if (parameter.kind === 'choice') {
    const items = parameter.choices.map(({ value, words }) => {
      return { label: valueText(name, value), detail: vscode.l10n.t(words), value };
    });
    const options = { title, placeHolder: prompt, ignoreFocusOut: true };
    return (await vscode.window.showQuickPick(items, options))?.value;
  }
  const text = await vscode.window.showInputBox({
    title: `${title}: ${vscode.l10n.t(parameter.title)}`,
    prompt,
    value: String(settings[name]),
    ignoreFocusOut: true,
    validateInput: typed => {
      const refused = refusal(parameter, readTyped(parameter, typed));
      return refused && vscode.l10n.t('Write {0}.', accepted(parameter));
    },
  });
  return text === undefined ? undefined : readTyped(parameter, text);
}

function valueText(name: keyof MapSettings, value: string | number): string {
  if (name === 'method') return methodTitle(value as MapSettings['method']);
  return typeof value === 'number' ? value.toLocaleString(vscode.env.language) : value;
}

function withoutMissing(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
