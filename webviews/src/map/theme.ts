import { groundOf, readColour, type Ground, type Rgb } from '../../../shared/palette/palette';

/** The colours of the editor that a canvas, which no style sheet reaches, draws with. */
export interface Theme {
  ground: Ground;
  background: Rgb;
  foreground: string;
  /** Of what is marked, focused or being chosen. */
  accent: string;
  /** Of lines between points. */
  line: string;
  font: string;
  highContrast: boolean;
}

const white: Rgb = [255, 255, 255];

export function readTheme(): Theme {
  const style = getComputedStyle(document.body);
  const named = (name: string) => style.getPropertyValue(`--vscode-${name}`).trim();
  const background = readColour(style.backgroundColor) ?? white;
  const ground = groundOf(background);
  const foreground = style.color || (ground === 'dark' ? '#ffffff' : '#000000');
  const highContrast = /vscode-high-contrast/.test(document.body.className);
  return {
    ground,
    background,
    foreground,
    accent: named('focusBorder') || foreground,
    line: foreground,
    font: style.fontFamily,
    highContrast,
  };
}

/** Calls back when the editor changes its theme; returns what ends it. */
export function onThemeChange(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.body, { attributes: true, attributeFilter: ['class'] });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style'] });
  return () => observer.disconnect();
}
