import * as l10n from '@vscode/l10n';
import type { JobProgress } from '../../../shared/protocol/jobProgress';
import { el } from '../base/dom';
import { formatCount } from '../base/numbers';
import { drawOrder, shuffledPoints } from './drawOrder';
import { normalised, readSnapshot } from './layout';
import { disc, markOf } from '../../../shared/palette/palette';
import { PointsRenderer } from './pointsRenderer';
import { readTheme } from './theme';

/** A layout while it is being made: points without colours, as the last snapshot has them. */
export class Preview {
  readonly #canvas = el('canvas', { class: 'preview', 'data-testid': 'map-preview', role: 'img' });
  readonly #text = el('p', { class: 'hint' });
  readonly element = el('div', { class: 'preview-frame' }, this.#text, this.#canvas);
  #renderer: PointsRenderer | undefined;
  #points = 0;

  /** Undefined as long as there is nothing to see. */
  show(progress: JobProgress | undefined, dimensions: number): HTMLElement | undefined {
    const snapshot = progress?.map?.snapshot;
    const axes = snapshot === undefined ? undefined : readSnapshot(snapshot, dimensions);
    if (!axes) return this.#points > 0 ? this.element : undefined;
    const [x = new Float32Array(), y = new Float32Array(), z] = axes;
    this.#renderer ??= PointsRenderer.on(this.#canvas);
    if (!this.#renderer) return undefined;
    this.#text.textContent = l10n.t(
      '{0} tokens; colours follow when the map is done.',
      formatCount(x.length),
    );
    this.#canvas.setAttribute('aria-label', this.#text.textContent);
    const [nx, ny, nz] = normalised(x, y, z);
    this.#renderer.place({ x: nx, y: ny, ...(nz ? { z: nz } : {}) });
    if (x.length !== this.#points) {
      this.#points = x.length;
      this.#renderer.arrange(drawOrder(shuffledPoints(x.length), new Uint8Array(x.length), new Set()));
    }
    requestAnimationFrame(() => this.#draw(nz !== undefined));
    return this.element;
  }

  /** The next job begins with nothing to see. */
  reset(): void {
    this.#points = 0;
    this.element.remove();
  }

  #draw(solid: boolean): void {
    const theme = readTheme();
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    if (width === 0 || height === 0) return;
    const look = { colour: markOf(1, theme.ground).colour, opacity: 0.8, shape: disc, size: 3 };
    const camera = { x: 0, y: 0, reach: 1.1, yaw: solid ? 0.5 : 0, pitch: solid ? 0.4 : 0 };
    const options = { share: 1, ratio: devicePixelRatio, behind: theme.background };
    this.#renderer?.draw(camera, { width, height }, () => look, options);
  }
}
