import * as vscode from 'vscode';
import { combinations, gridAxes, parseValues, type Axis } from './gridAxes';

type Values = readonly (number | string)[];

/** What decides most, proposed and put first. */
const usual = ['size', 'window'];

/** More trainings than this are asked about once more before they begin. */
const many = 24;

/** Asks which parameters to vary and which values to try of each; undefined when the user leaves. */
export async function askAxes(): Promise<Record<string, Values> | undefined> {
  const title = vscode.l10n.t('Grid Search');
  const items = gridAxes().map(axis => ({
    label: axis.name,
    description: axis.preset.join(', '),
    detail: vscode.l10n.t(axis.parameter.words),
    picked: usual.includes(axis.name),
    axis,
  }));
  items.sort((a, b) => Number(b.picked) - Number(a.picked));
  const placeHolder = vscode.l10n.t('Parameters to vary; the others stay as in the settings');
  const chosen = await vscode.window.showQuickPick(items, { title, placeHolder, canPickMany: true });
  if (!chosen || chosen.length === 0) return undefined;
  const axes: Record<string, Values> = {};
  for (const [i, { axis }] of chosen.entries()) {
    const step = vscode.l10n.t('{0} ({1} of {2}): values of {3}', title, i + 1, chosen.length, axis.name);
    const values = axis.choices ? await askChoices(axis, step) : await askNumbers(axis, step);
    if (!values || values.length === 0) return undefined;
    axes[axis.name] = values;
  }
  return (await confirmed(combinations(axes))) ? axes : undefined;
}

async function askNumbers(axis: Axis, title: string): Promise<Values | undefined> {
  const read = (text: string): Values | string => {
    try {
      return parseValues(text, axis);
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  };
  const text = await vscode.window.showInputBox({
    title,
    prompt: vscode.l10n.t(axis.parameter.words),
    value: axis.preset.join(', '),
    ignoreFocusOut: true,
    validateInput: typed => {
      const found = read(typed);
      return typeof found === 'string' ? found : undefined;
    },
  });
  const values = text === undefined ? undefined : read(text);
  return typeof values === 'string' ? undefined : values;
}

async function askChoices(axis: Axis, title: string): Promise<Values | undefined> {
  const items = (axis.choices ?? []).map(label => ({ label, picked: true }));
  const options = {
    title,
    placeHolder: vscode.l10n.t(axis.parameter.words),
    canPickMany: true,
    ignoreFocusOut: true,
  } as const;
  const chosen = await vscode.window.showQuickPick(items, options);
  return chosen?.map(({ label }) => label);
}

async function confirmed(trainings: number): Promise<boolean> {
  if (trainings <= many) return true;
  const go = vscode.l10n.t('Search');
  const question = vscode.l10n.t('Train and evaluate {0} models?', trainings);
  const detail = vscode.l10n.t('It can be cancelled at any time; combinations that are done are kept.');
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, go)) === go;
}
