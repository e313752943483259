import * as l10n from '@vscode/l10n';
import type { HostSuspicion } from '../../../../shared/protocol/hosts';
import type { Anomaly, ScoreReport } from '../../../../shared/protocol/judging';
import { scoreText } from '../../../../shared/text/scoreText';
import { escapeMarkdown } from '../markdown';

/** What was said last of the flows of captures, for hovers; by their lines, so it is forgotten when a capture changes. */
export class FlowScores {
  private readonly captures = new Map<string, ReadonlyMap<number, Anomaly>>();
  private readonly suspects = new Map<string, Pick<ScoreReport, 'hosts' | 'incidents'>>();

  take(uri: string, anomalies: readonly Anomaly[], suspects: Pick<ScoreReport, 'hosts' | 'incidents'>): void {
    this.suspects.set(uri, suspects);
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

  /** Why a host stood out; undefined where it did not. */
  suspicion(uri: string, address: string): HostSuspicion | undefined {
    const found = this.suspects.get(uri);
    const host = found?.hosts.find(each => each.address === address);
    if (!found || !host) return undefined;
    const ids = new Set(host.incidents);
    return {
      score: host.score,
      reasons: host.reasons,
      incidents: found.incidents
        .filter(({ id }) => ids.has(id))
        .map(({ from, to, flows, lines, reasons }) => ({ from, to, flows, reasons, line: lines[0] ?? null })),
    };
  }

  forget(uri: string): void {
    this.captures.delete(uri);
    this.suspects.delete(uri);
  }
}

/** Characters of a reason in a hover. */
const longest = 400;

/** `**Score 0.997**: 10.0.0.3 never used tcp port 25 …; …`, escaped. */
export function scoreSentence({ score, reasons }: Pick<Anomaly, 'score' | 'reasons'>): string {
  const said = reasons.map(reason => escapeMarkdown(reason, longest)).join('; ');
  return `**${l10n.t('Score {0}', scoreText(score))}**: ${said}`;
}
