import { seededRandom } from '../../server/src/base/seededRandom';
import { flowRow, makeOffice, type PlantedFlow } from './plantedCapture';

/** Sixty desks that do alike from the first minute on, each a little more or less, and what `odd` adds. */
export function desks(odd: readonly string[] = []): string {
  const random = seededRandom(3);
  const below = (n: number) => Math.floor(random() * n);
  const rows = Array.from({ length: 60 }, (_, desk) =>
    Array.from({ length: 25 + below(50) }, () => {
      const src = `10.0.1.${desk + 1}`;
      const uses: PlantedFlow[] = [
        { proto: 'udp', src, dst: '10.0.0.53', port: '53' },
        { src, dst: '10.0.0.25', port: '993' },
        { src, dst: `93.1.${below(9)}.${below(4)}`, port: '443' },
        { src, dst: `93.2.${below(9)}.${below(4)}`, port: '80' },
      ];
      return flowRow(uses[below(uses.length)] as PlantedFlow, below(1800));
    }),
  ).flat();
  const [header] = makeOffice({ flows: 1, seed: 1 }).split('\n');
  const sorted = [...rows, ...odd].sort((a, b) => (a.slice(0, 26) < b.slice(0, 26) ? -1 : 1));
  return [header, ...sorted, ''].join('\n');
}

const changed = (row: string, state: string, bytes: number) =>
  row.replace(',CON,', `,${state},`).replace(',400,200,', `,${bytes},${bytes},`);

/** What a bot does from the first minute to the last, at one of the desks. */
export const botAtADesk = [
  ...Array.from({ length: 200 }, (_, i) =>
    changed(flowRow({ src: '10.0.1.7', dst: `77.0.${i}.1`, port: '25', label: 'bot' }, i * 9), 'S_', 120),
  ),
  ...Array.from({ length: 30 }, (_, i) =>
    changed(
      flowRow({ src: '10.0.1.7', dst: '66.6.6.6', port: '5678', label: 'bot' }, i * 60),
      'FSPA_FSPA',
      900,
    ),
  ),
  ...Array.from({ length: 50 }, (_, i) =>
    changed(
      flowRow({ src: '10.0.1.7', dst: '10.0.0.53', port: String(2000 + i), label: 'bot' }, 600 + i),
      'S_RA',
      60,
    ),
  ),
  ...Array.from({ length: 3 }, (_, i) =>
    changed(
      flowRow({ src: '10.0.1.7', dst: '55.5.5.5', port: '443', label: 'bot' }, 700 + i),
      'FSPA_FSPA',
      90_000_000,
    ),
  ),
];
