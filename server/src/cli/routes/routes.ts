import { UsageError, type Command } from '../command';
import { routesClassify } from './routesClassify';
import { routesFeatures } from './routesFeatures';
import { routesSummary } from './routesSummary';
import { routesTrain } from './routesTrain';

/** What can be done with traceroutes, by the word behind `routes`. */
export const routesCommands: readonly Command[] = [
  routesSummary,
  routesFeatures,
  routesTrain,
  routesClassify,
];

export const routes: Command = {
  name: 'routes',
  usage: routesCommands.map(command => command.usage).join('\n  '),
  about:
    'Traceroutes of any tool: count them, write their features, learn which are malicious. FILE may be a folder; folders named benign and malicious label what is in them.',
  options: {},
  examples: routesCommands.flatMap(command => command.examples),
  async run(words, engine, console) {
    const [name, ...rest] = words;
    const command = routesCommands.find(each => each.name === `routes ${name}`);
    if (!command) {
      const names = routesCommands.map(each => each.name.slice('routes '.length)).join(', ');
      throw new UsageError(name === undefined ? `say what: ${names}.` : `no "routes ${name}": say ${names}.`);
    }
    await command.run(rest, engine, console);
  },
};
