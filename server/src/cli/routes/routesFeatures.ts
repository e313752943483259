import { exportFeatures } from '../../engine/routes/exportFeatures';
import { loadRoutes } from '../../engine/routes/loadRoutes';
import { parseWords, pathOf, UsageError, type Command, type OptionTypes } from '../command';
import { loadOptionsOf, routeOptions, routeUsage } from './routeOptions';
import { count } from '../text';

const routesFeaturesWords: OptionTypes = { ...routeOptions, out: { type: 'string' } };

export const routesFeatures: Command = {
  name: 'routes features',
  usage: `routes features FILE… --out F.csv|F.parquet ${routeUsage} [--json]`,
  about: 'Write statistics, subnets, label and time of each route.',
  options: routesFeaturesWords,
  examples: ['routes features my.traceroute --out features.csv'],
  async run(words, _engine, console) {
    const { values, files } = parseWords(words, routesFeaturesWords);
    const { out } = values;
    const format = /\.(csv|parquet)$/i.exec(typeof out === 'string' ? out : '')?.[1]?.toLowerCase();
    if (typeof out !== 'string' || (format !== 'csv' && format !== 'parquet'))
      throw new UsageError('--out names the file to write, F.csv or F.parquet.');
    const { table, summary } = await loadRoutes(files, loadOptionsOf(values));
    const written = await exportFeatures(table, summary.files, { format, out: pathOf(out) });
    console.out(
      values['json'] ? `${JSON.stringify(written)}\n` : `${count(written.rows)} rows in ${written.path}\n`,
    );
  },
};
