import * as vscode from 'vscode';
import { cssColour, type Ground, type Mark } from '../../../shared/palette/palette';
import { markPicture } from '../../../shared/palette/shapes';

/** A mark as an icon that follows the theme. `markOn` tells it for a ground. */
export function markIcon(
  markOn: (ground: Ground) => Mark,
  hollow?: 'hollow',
): { light: vscode.Uri; dark: vscode.Uri } {
  const picture = (ground: Ground) => vscode.Uri.parse(markPicture(markOn(ground), hollow));
  return { light: picture('light'), dark: picture('dark') };
}

/** Marks lines in the gutter and the ruler, or their whole background. */
export function markDecoration(
  markOn: (ground: Ground) => Mark,
  background?: 'background',
): vscode.TextEditorDecorationType {
  const { light, dark } = markIcon(markOn);
  const own = (ground: Ground, icon: vscode.Uri): vscode.ThemableDecorationRenderOptions => {
    const colour = cssColour(markOn(ground).colour);
    return {
      gutterIconPath: icon,
      gutterIconSize: 'contain',
      overviewRulerColor: colour,
      ...(background ? { backgroundColor: colour.replace(/\)$/, ', 0.18)').replace('rgb(', 'rgba(') } : {}),
    };
  };
  return vscode.window.createTextEditorDecorationType({
    overviewRulerLane: vscode.OverviewRulerLane.Left,
    ...(background ? { isWholeLine: true } : {}),
    light: own('light', light),
    dark: own('dark', dark),
  });
}
