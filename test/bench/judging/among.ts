import { defaultConfig } from '../../../server/src/engine/training/embedding/config';
import type { Bench } from '../sections';
import { median, table } from '../tables';
import { inWard, noBot } from './anomalies';
import { countsAmong, placeOf } from './counts';
import { seedsOf } from './means';
import { botsOf, carriers, transplanted } from './transplant';

/** Where a host that carries a bot stands among the others of one capture, where no past is known. */
export async function amongTable(_: string, bench: Bench): Promise<string> {
  const heading = '## Hosts against each other';
  const text = await inWard(bench, async ({ infected, engine, write }) => {
    const rows: string[][] = [];
    for (const [name, bot] of Object.entries(botsOf(infected))) {
      const [ours, counts]: [number[], number[]] = [[], []];
      for (const carrier of carriers(infected)) {
        const flows = transplanted(infected, carrier, bot).map(({ flow }) => flow);
        const path = await write('asked.binetflow', flows);
        const places: number[] = [];
        for (const seed of seedsOf(bench.rounds)) {
          const { hosts } = await engine.score([path], { ...defaultConfig, seed }, 'hosts', {
            top: Infinity,
          });
          // One that is not listed stands behind all that are.
          places.push(hosts.findIndex(({ address }) => address === carrier) + 1 || hosts.length + 1);
        }
        ours.push(median(places));
        counts.push(placeOf(carrier, countsAmong(flows)));
        bench.log(`${name} on ${carrier}: place ${places.join(', ')}, by counts ${counts.at(-1)}`);
      }
      const told = (places: readonly number[]) =>
        `${places.join(', ')} (${places.filter(place => place === 1).length} first)`;
      rows.push([name, String(bot.length), told(ours), told(counts)]);
    }
    return `${heading}

The last ${Math.round((1 - bench.cut) * 100)} % of the flows alone, the bot's moved to each of the hosts above in turn, from the busiest on: the place of that host
among all hosts. Counts learn nothing: how much oftener a host does something than the others, times how few of them do.

${table(['flows of the bot', 'number', 'places', 'places by counts'], rows)}`;
  });
  return text ?? noBot(heading);
}
