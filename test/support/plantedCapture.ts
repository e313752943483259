import { seededRandom } from '../../server/src/base/seededRandom';

const header =
  'StartTime,Dur,Proto,SrcAddr,Sport,Dir,DstAddr,Dport,State,sTos,dTos,TotPkts,TotBytes,SrcBytes,Label';

export interface PlantedFlow {
  proto?: string;
  src: string;
  dst: string;
  port: string;
  label?: string;
}

/** A row of a capture, `second` seconds after ten o'clock. */
export function flowRow({ proto = 'tcp', src, dst, port, label = '' }: PlantedFlow, second: number): string {
  const time = new Date(Date.UTC(2011, 7, 16, 10) + second * 1000).toISOString();
  const start = `${time.slice(0, 10).replaceAll('-', '/')} ${time.slice(11, 19)}.000000`;
  return `${start},1.0,${proto},${src},50000,   ->,${dst},${port},CON,0,0,4,400,200,${label}`;
}

/**
 * An office whose hosts look up names, read mail and browse a few sites each, and whose one peer speaks to a
 * stranger with every flow. `planted` rows stand in the middle. The same options give the same text.
 */
export function makeOffice(
  options: { flows: number; seed: number },
  planted: readonly PlantedFlow[] = [],
): string {
  const random = seededRandom(options.seed);
  const below = (n: number) => Math.floor(random() * n);
  const flows = Array.from({ length: options.flows }, (): PlantedFlow => {
    if (below(5) === 0) {
      const dst = `${60 + below(90)}.${below(250)}.${below(250)}.7`;
      return { proto: 'udp', src: '10.0.0.99', dst, port: String(20_000 + below(9000)), label: 'Background' };
    }
    const host = below(6);
    const src = `10.0.0.${host + 1}`;
    const label = host === 0 ? 'From-Botnet' : 'From-Normal';
    const what = below(3);
    if (what === 0) return { proto: 'udp', src, dst: '10.0.0.53', port: '53', label };
    if (what === 1) return { src, dst: '10.0.0.25', port: host === 0 ? '25' : '993', label };
    return { src, dst: `93.1.${host}.${below(2)}`, port: '443', label };
  });
  flows.splice(Math.floor(flows.length / 2), 0, ...planted);
  return [header, ...flows.map(flowRow), ''].join('\n');
}

/** An office in whose later half one host looks for servers, and another begins to make backups. */
export function intrudedOffice(): string {
  const scan = Array.from({ length: 60 }, (_, i) =>
    flowRow({ src: '10.0.0.3', dst: `77.0.${i}.1`, port: '22' }, 1500 + i).replace(',CON,', ',S_,'),
  );
  const backup = Array.from({ length: 20 }, (_, i) =>
    flowRow({ src: '10.0.0.2', dst: '10.9.9.9', port: '873' }, 1300 + i),
  );
  const usual = makeOffice({ flows: 2000, seed: 5 }).trimEnd().split('\n');
  const rows = [...usual.slice(1), ...scan, ...backup].sort((a, b) =>
    a.slice(0, 26) < b.slice(0, 26) ? -1 : 1,
  );
  return [usual[0], ...rows, ''].join('\n');
}
