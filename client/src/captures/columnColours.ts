import { parse } from 'jsonc-parser';
import * as vscode from 'vscode';
import { captureLanguages } from '../../../shared/protocol/captureLanguages';
import { columnScopes, customRules, foregroundOf, tokenRules, type TokenRule } from './themeColours';

interface ContributedTheme {
  id?: string;
  label?: string;
  path: string;
}

/** Themes that include each other in a circle end somewhere. */
const deepest = 10;

/**
 * The colours that the grammars of captures give columns in the present theme. VS Code hands pages the colours of its own
 * parts, not those of tokens, so they are read from the theme's file.
 */
export class ColumnColours implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #subscriptions: vscode.Disposable;
  #turn = 0;
  byColumn: Readonly<Record<string, string>> = {};

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.#subscriptions = vscode.Disposable.from(
      vscode.window.onDidChangeActiveColorTheme(() => void this.#read()),
      vscode.workspace.onDidChangeConfiguration(
        event => event.affectsConfiguration('editor.tokenColorCustomizations') && void this.#read(),
      ),
    );
    void this.#read();
  }

  dispose(): void {
    vscode.Disposable.from(this.#subscriptions, this.#changed).dispose();
  }

  /** Grammars agree on the columns that they share; some formats have more. */
  async #scopes(): Promise<Record<string, string>> {
    const grammars = captureLanguages.map(language =>
      readJson(vscode.Uri.joinPath(this.extensionUri, 'syntaxes', `${language}.tmLanguage.json`)),
    );
    const scopes = (await Promise.all(grammars)).map(columnScopes);
    return Object.assign({}, ...scopes.reverse()) as Record<string, string>;
  }

  async #read(): Promise<void> {
    const turn = ++this.#turn;
    const name = themeName();
    let rules: TokenRule[] = [];
    try {
      const found = contributed(name);
      if (found) rules = await rulesOf(found);
      const setting = vscode.workspace.getConfiguration('editor').get('tokenColorCustomizations');
      rules = [...rules, ...customRules(setting, name)];
      const scopes = await this.#scopes();
      const colours = Object.entries(scopes).flatMap(([column, scope]) => {
        const colour = foregroundOf(scope, rules);
        return colour === undefined ? [] : [[column, colour] as const];
      });
      if (turn !== this.#turn) return;
      this.byColumn = Object.fromEntries(colours);
    } catch (error) {
      // Tables are readable without colours.
      this.log.warn(`The colours of the theme "${name}" are not known: ${String(error)}`);
    }
    this.#changed.fire();
  }
}

/** The theme in use: with themes that follow the system, it is not the one of `workbench.colorTheme`. */
function themeName(): string {
  const workbench = vscode.workspace.getConfiguration('workbench');
  const { kind } = vscode.window.activeColorTheme;
  const { Light, HighContrast, HighContrastLight } = vscode.ColorThemeKind;
  const setting =
    kind === HighContrast
      ? 'preferredHighContrastColorTheme'
      : kind === HighContrastLight
        ? 'preferredHighContrastLightColorTheme'
        : kind === Light
          ? 'preferredLightColorTheme'
          : 'preferredDarkColorTheme';
  const chosen = workbench.get<string>('colorTheme', '');
  const follows =
    vscode.workspace.getConfiguration('window').get<boolean>('autoDetectColorScheme', false) ||
    (kind === HighContrast || kind === HighContrastLight) !== /contrast/i.test(chosen);
  return follows ? workbench.get<string>(setting, chosen) : chosen;
}

function contributed(name: string): vscode.Uri | undefined {
  for (const { extensionUri, packageJSON } of vscode.extensions.all) {
    const { contributes } = packageJSON as { contributes?: { themes?: readonly ContributedTheme[] } };
    const theme = contributes?.themes?.find(({ id, label }) => id === name || label === name);
    if (theme) return vscode.Uri.joinPath(extensionUri, theme.path);
  }
  return undefined;
}

async function rulesOf(file: vscode.Uri, depth = 0): Promise<TokenRule[]> {
  const theme = await readJson(file);
  const { include } = (theme ?? {}) as { include?: unknown };
  const included =
    typeof include === 'string' && depth < deepest
      ? await rulesOf(vscode.Uri.joinPath(file, '..', include), depth + 1)
      : [];
  return [...included, ...tokenRules(theme)];
}

async function readJson(file: vscode.Uri): Promise<unknown> {
  return parse(new TextDecoder().decode(await vscode.workspace.fs.readFile(file))) as unknown;
}
