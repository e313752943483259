import * as l10n from '@vscode/l10n';
import type { CodeLens } from 'vscode-languageserver/node';
import type { ClassifiedRoute, RouteClassifyReport } from '../../../../shared/protocol/routes';
import { escapeMarkdown } from '../markdown';
import { counted } from '../../../../shared/text/counted';
import { language } from '../../../../shared/text/language';

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
      left > 0
        ? l10n.t(' · lenses on the first {0}; hovers tell the rest', mostLenses.toLocaleString(language()))
        : '';
    const all = l10n.t(
      '{0} classified by the {1} network, {2} malicious{3}',
      counted(routes.length, 'route'),
      this.report.network,
      malicious.toLocaleString(language()),
      more,
    );
    const lenses = routes.slice(0, mostLenses).map(route => lens(route.line, verdict(route)));
    return lenses.length === 0 ? [] : [lens((routes[0] as ClassifiedRoute).line, all), ...lenses];
  }

  /** One paragraph of Markdown for the header's hover; undefined when nothing is known of the line. */
  hoverText(line: number): string | undefined {
    const route = this.byLine.get(line);
    if (!route) return undefined;
    const told = l10n.t('**{0}** by the {1} network', verdict(route), this.report.network);
    if (route.reasons.length === 0) return `${told}.`;
    const moved = route.reasons.map(({ subnet, effect }) =>
      l10n.t(
        '{0} towards {1} by {2}',
        escapeMarkdown(subnet),
        effect > 0 ? 'malicious' : 'benign',
        Math.abs(effect).toFixed(2),
      ),
    );
    return l10n.t('{0}; moved most by {1}.', told, moved.join(', '));
  }
}

function verdict({ label, probability, truth }: ClassifiedRoute): string {
  const told = l10n.t('{0}, probability of malicious {1}', label, probability.toFixed(2));
  return truth === undefined || truth === label ? told : l10n.t('{0} (labelled {1})', told, truth);
}

function lens(line: number, title: string): CodeLens {
  const at = { line: line - 1, character: 0 };
  return { range: { start: at, end: at }, command: { title, command: '' } };
}
