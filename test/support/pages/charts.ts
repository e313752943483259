import '../../../webviews/src/base/panel.css';
import { chart } from '../../../webviews/src/base/chart/chart';
import { chartBox, type ChartHands } from '../../../webviews/src/base/chart/chartBox';
import { heatMap } from '../../../webviews/src/base/chart/heatMap';

const told: {
  handed: { to: string; text: string }[];
  pictures: string[];
  failed: string[];
  ranges: unknown[];
} = {
  handed: [],
  pictures: [],
  failed: [],
  ranges: [],
};
Object.assign(window, { told });
const hands: ChartHands = {
  hand: (text, to) => void told.handed.push({ to, text }),
  picture: base64 => void told.pictures.push(base64),
  failed: error => void told.failed.push(error.message),
};

const from = Date.UTC(2011, 7, 16, 10);
const minutes = Array.from({ length: 60 }, (_, i) => from + i * 60_000);
const botnet = minutes.map((_, i) => (i > 20 && i < 40 ? 40 + (i % 7) : 0));
const background = minutes.map((_, i) => 100 + ((i * 37) % 50));

const timeline = chart({
  testId: 'timeline-picture',
  about: 'Flows by minute and class',
  x: { kind: 'time', name: 'Time (UTC)', from: from - 30_000, to: from + 3_600_000 },
  y: { kind: 'number', name: 'Flows', from: 0, to: 200 },
  series: [
    { name: 'botnet', kind: 'bars', x: minutes, y: botnet, look: { className: 'botnet' } },
    { name: 'background', kind: 'bars', x: minutes, y: background, look: { className: 'background' } },
  ],
  brush: { changed: range => void told.ranges.push(range ?? null) },
  width: 720,
});
const curve = chart({
  testId: 'curve-picture',
  about: 'ROC',
  x: { kind: 'number', name: 'False positive rate', from: 0, to: 1 },
  y: { kind: 'number', name: 'True positive rate', from: 0, to: 1 },
  series: [
    { name: 'training', kind: 'line', x: [0, 0.1, 0.4, 1], y: [0, 0.7, 0.9, 1], look: 0 },
    { name: 'validation', kind: 'line', x: [0, 0.2, 0.5, 1], y: [0, 0.5, 0.8, 1], look: 1, marked: true },
  ],
  diagonal: true,
  place: { x: 0.1, y: 0.7, name: 'Threshold 0.5' },
});
const points = chart({
  testId: 'points-picture',
  about: 'Bytes over packets',
  x: { kind: 'number', name: 'Packets', from: 0, to: 100 },
  y: { kind: 'number', name: 'Bytes', from: 0, to: 100_000 },
  series: [0, 1, 2, 3, 4].map(look => ({
    name: `k${look}`,
    kind: 'points' as const,
    x: [10, 20, 30].map(n => n + 12 * look),
    y: [20_000, 50_000, 40_000].map(n => n + 9000 * look),
    look,
  })),
});
const table = [
  ['time', 'botnet', 'background'],
  ...minutes.map((at, i) => [at, botnet[i] ?? 0, background[i] ?? 0]),
];
const box = (name: string, title: string, svg: SVGSVGElement) => chartBox(name, title, svg, table, hands);
const wide = box('timeline', 'Flows over time', timeline);
wide.classList.add('wide');
const charts = document.createElement('div');
charts.className = 'charts';
charts.append(wide, box('curve', 'ROC', curve), box('points', 'Points', points));
const heat = heatMap({
  name: 'heat',
  about: 'Heat map',
  x: { name: 'size', values: [8, 16] },
  y: { name: 'window', values: [2, 5] },
  fields: [0, 1, 2, 3].map(i => ({
    x: i % 2,
    y: i >> 1,
    share: i / 3,
    text: String(i),
    words: `field ${i}`,
    best: i === 3,
  })),
  choose: ({ text }) => void told.ranges.push(text),
});
const content = document.createElement('div');
content.append(charts, heat);
document.getElementById('page')?.append(content);
