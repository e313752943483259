import * as l10n from '@vscode/l10n';
import type { Anomaly } from '../../../../shared/protocol/judging';
import { scoreText } from '../../../../shared/text/scoreText';
import { escapeMarkdown } from '../markdown';

/** What was said last of the flows of captures, for hovers; by their lines, so it is forgotten when a capture changes. */
export class FlowScores {
  private readonly captures = new Map<string, ReadonlyMap<number, Anomaly>>();

  take(uri: string, anomalies: readonly Anomaly[]): void {
    this.captures.set(uri, new Map(anomalies.map(anomaly => [anomaly.line, anomaly])));
  }

  /** Of the flow on a one-based line; undefined where it was not listed. */
  of(uri: string, line: number): Anomaly | undefined {
    return this.captures.get(uri)?.get(line);
  }

  /** One-based lines that were listed; undefined where the capture was not judged. */
  lines(uri: string): readonly number[] | undefined {
    const listed = this.captures.get(uri);
    return listed && [...listed.keys()];
  }

  forget(uri: string): void {
    this.captures.delete(uri);
  }
}

/** Characters of a reason in a hover. */
const longest = 400;

/** `**Score 0.997**: 10.0.0.3 never used tcp port 25 …; …`, escaped. */
export function scoreSentence({ score, reasons }: Pick<Anomaly, 'score' | 'reasons'>): string {
  const said = reasons.map(reason => escapeMarkdown(reason, longest)).join('; ');
  return `**${l10n.t('Score {0}', scoreText(score))}**: ${said}`;
}
