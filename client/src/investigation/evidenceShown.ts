import type { Pin } from '../../../shared/investigation/case';
import { evidenceTimes } from '../../../shared/investigation/evidenceTimes';
import type { EvidenceShown } from '../../../webviews/src/investigation/evidence/contract';

/** What the view of evidence over time shows of pins. */
export function evidenceShown(
  pins: readonly Pin[],
  about: Pick<EvidenceShown, 'title'>,
): Pick<EvidenceShown, 'title' | 'times'> {
  const times = evidenceTimes(pins);
  if (!times) return about;
  const hosts = times.hosts.map(({ host: { address, verdict }, lines }) => ({
    ...{ address, verdict },
    lines: lines.map(({ pin: { id, title, verdict, note }, ...line }) => ({
      ...line,
      ...{ id, title, verdict, note },
    })),
  }));
  return { ...about, times: { ...times, hosts } };
}
