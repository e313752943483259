import type { Answer } from '../../../shared/investigation/case';
import { activate } from '../../../webviews/src/investigation/investigation';

const told: unknown[] = [];
const { renderOutputItem } = activate({ postMessage: message => void told.push(message) });

/** Draws answers as the outputs of a notebook's cells. */
const show = (answers: readonly Answer[]) =>
  answers.forEach((answer, i) => {
    const output = document.createElement('div');
    document.getElementById('page')?.append(output);
    renderOutputItem({ id: String(i), json: () => answer }, output);
  });
Object.assign(window, { told, show });

// The ground of a notebook is VS Code's.
const ground = new CSSStyleSheet();
ground.replaceSync('body { background: var(--vscode-editor-background); }');
document.adoptedStyleSheets = [ground];
