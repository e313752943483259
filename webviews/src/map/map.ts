import * as l10n from '@vscode/l10n';
import { el } from '../base/dom';
import { JobPage } from '../base/jobPage';
import { formatShare } from '../base/numbers';
import { ofTokens } from '../base/pinned';
import { counted } from '../../../shared/text/counted';
import { shortText } from '../../../shared/text/visibleText';
import type { MapCalls, MapResult, MapTold } from './contract';
import { readMapColumns } from './mapColumns';
import type { MapHost } from './mapHost';
import { MapPage } from './mapPage';
import { Preview } from './preview';

/** A part of the file that is read at a time: small enough not to hold up anything else that is said. */
const pieceBytes = 4 << 20;

interface Open {
  map: string;
  frame: HTMLElement;
  page?: MapPage;
}

let open: Open | undefined;
const preview = new Preview();

const page = new JobPage<MapResult, MapCalls>({
  name: 'map',
  title: () => l10n.t('Map of'),
  render: result => {
    preview.reset();
    const sentence = el(
      'p',
      { class: 'sentence', 'data-testid': 'map-sentence' },
      l10n.t(
        'Each point is a token, flows that look alike; points that are near behave alike. Draw a lasso round what stands apart to see who does it.',
      ),
    );
    return {
      parts: [sentence, frameOf(result)],
      summary: l10n.t('Map of {0}', counted(result.points, 'token')),
    };
  },
  preview: progress => preview.show(progress, dimensions()),
  hear: told => open?.page?.mark((told as MapTold).mark),
});

const host: MapHost = {
  remember: view => page.remember('view', view),
  announce: text => page.announce(text),
  fail: message => failed(message),
  neighbours: (token, then) => page.call('neighbours', { token }, then),
  reveal: place => page.call('reveal', place),
  showLines: lines => page.call('showLines', { lines }),
  similar: token => page.call('similar', { token }),
  askAgain: () => page.call('askAgain', null, undefined, null),
  drawAll: () => page.call('drawAll', null),
  hand: (text, to) => page.hand(text, to),
  savePicture: base64 => page.savePicture(base64),
  pin: (tokens, title) => page.pin(ofTokens(tokens), title),
};

/** The picture of a map; the one on screen is kept when it is told again. */
function frameOf(result: MapResult): HTMLElement {
  if (open?.map === result.map && open.page) {
    // The question may name another flow now.
    tellMark(open);
    return open.frame;
  }
  open?.page?.dispose();
  const mine: Open = { map: result.map, frame: el('div', { class: 'map', 'data-testid': 'map-frame' }) };
  open = mine;
  load(result, mine).catch((error: Error) => failed(error.message));
  return mine.frame;
}

async function load(result: MapResult, mine: Open): Promise<void> {
  const state = el('p', { class: 'state', 'data-testid': 'map-loading' });
  mine.frame.replaceChildren(state);
  const bytes = new Uint8Array(result.bytes);
  for (let from = 0; from < bytes.length;) {
    state.textContent = l10n.t('Reading the map, {0}', formatShare(from / bytes.length));
    const piece = await read(from);
    if (piece.byteLength === 0)
      throw new Error(l10n.t('The file of the map is shorter than it was: ask again.'));
    bytes.set(new Uint8Array(piece).subarray(0, bytes.length - from), from);
    from += piece.byteLength;
    if (open !== mine) return;
  }
  mine.page = new MapPage(readMapColumns(bytes.buffer), result, page.recall('view'), host);
  mine.frame.replaceChildren(...mine.page.elements);
  tellMark(mine);
}

function tellMark(mine: Open): void {
  page.call('marked', null, mark => mark && open === mine && mine.page?.mark(mark));
}

function read(from: number): Promise<ArrayBuffer> {
  return new Promise(resolve => page.call('read', { from, bytes: pieceBytes }, resolve));
}

function failed(message: string): void {
  open?.frame.replaceChildren(
    el('p', { class: 'error', role: 'alert', 'data-testid': 'map-error' }, shortText(message, 1000)),
  );
}

/** Of the layout that is being made: the question says it, of which the page always has the latest. */
function dimensions(): number {
  const question = page.recall('question') as { settings?: { dimensions?: unknown } } | undefined;
  return question?.settings?.dimensions === 3 ? 3 : 2;
}
