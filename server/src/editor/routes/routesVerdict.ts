import type { CodeLens } from 'vscode-languageserver/node';
import type { ClassifiedRoute, RouteClassifyReport } from '../../../../shared/protocol/routes';
import { escapeMarkdown } from '../markdown';
import { counted } from '../units';

/** More lenses than this would slow the editor down; hovers tell the rest. */
const mostLenses = 5000;

/** What a network says of the routes of an open document, by the one-based line of their header. */
export class RouteVerdicts {
  private readonly byLine: Map<number, ClassifiedRoute>;

  constructor(private readonly report: RouteClassifyReport) {
    this.byLine = new Map(report.routes.filter(route => route.file === 0).map(route => [route.line, route]));
  }

  /** A lens above each route, the first with what is said of all. */
  lenses(): CodeLens[] {
    const routes = [...this.byLine.values()];
    const malicious = routes.filter(route => route.label === 'malicious').length;
    const left = routes.length - mostLenses;
    const more =
      left > 0 ? ` · lenses on the first ${mostLenses.toLocaleString('en')}; hovers tell the rest` : '';
    const all = `${counted(routes.length, 'route')} classified by the ${this.report.network} network, ${malicious.toLocaleString('en')} malicious${more}`;
    const lenses = routes.slice(0, mostLenses).map(route => lens(route.line, verdict(route)));
    return lenses.length === 0 ? [] : [lens((routes[0] as ClassifiedRoute).line, all), ...lenses];
  }

  /** One paragraph of Markdown for the header's hover; undefined when nothing is known of the line. */
  hoverText(line: number): string | undefined {
    const route = this.byLine.get(line);
    if (!route) return undefined;
    const told = `**${verdict(route)}** by the ${this.report.network} network`;
    if (route.reasons.length === 0) return `${told}.`;
    const moved = route.reasons.map(
      ({ subnet, effect }) =>
        `${escapeMarkdown(subnet)} towards ${effect > 0 ? 'malicious' : 'benign'} by ${Math.abs(effect).toFixed(2)}`,
    );
    return `${told}; moved most by ${moved.join(', ')}.`;
  }
}

function verdict({ label, probability, truth }: ClassifiedRoute): string {
  const told = `${label}, probability of malicious ${probability.toFixed(2)}`;
  return truth === undefined || truth === label ? told : `${told} (labelled ${truth})`;
}

function lens(line: number, title: string): CodeLens {
  const at = { line: line - 1, character: 0 };
  return { range: { start: at, end: at }, command: { title, command: '' } };
}
