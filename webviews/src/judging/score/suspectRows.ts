import * as l10n from '@vscode/l10n';
import type { Incident, SuspectHost } from '../../../../shared/protocol/judging';
import { scoreText } from '../../../../shared/text/scoreText';
import { bar, button, captureText, el } from '../../base/dom';
import { formatCount } from '../../base/numbers';
import type { Column } from '../../base/table/columns';
import { reasonList } from './anomalyRows';

export interface SuspectActions {
  reveal(line: number): void;
  /** Lists what belongs to a host or an incident, and nothing else. */
  only(text: string): void;
  expect(incident: Incident): void;
  /** Whether it came, or grew twofold, while the capture was followed. */
  isUnheard(incident: Incident): boolean;
}

type Suspect = SuspectHost | Incident;

/** The columns that hosts and incidents share, the first of them given. */
function suspectColumns<Row extends Suspect>(first: Column<Row>[], last: Column<Row>[]): Column<Row>[] {
  return [
    ...first,
    {
      key: 'score',
      title: l10n.t('Score'),
      kind: 'share',
      hover: l10n.t('That of the least expected flow among them.'),
      value: row => row.score,
      cell: row => bar(row.score, scoreText(row.score)),
      texts: () => [],
    },
    {
      key: 'reasons',
      title: l10n.t('Why'),
      hover: l10n.t('Reasons, the strongest first; those that do not fit are told on hover.'),
      value: row => reasonsOf(row).join('; '),
      cell: row => reasonList(reasonsOf(row)),
      compare: false,
      least: 220,
      texts: row => reasonsOf(row),
    },
    {
      key: 'from',
      title: l10n.t('When'),
      hover: l10n.t('UTC, as in the capture'),
      whole: true,
      value: row => row.from,
      cell: row => when(row),
      texts: row => [row.from, row.to],
      exports: [
        { name: 'from', value: row => row.from },
        { name: 'to', value: row => row.to },
      ],
    },
    {
      key: 'flows',
      title: l10n.t('Flows'),
      kind: 'number',
      value: row => row.flows,
      cell: row => formatCount(row.flows),
      largestFirst: true,
      texts: () => [],
    },
    ...last,
  ];
}

/** `08-16 11:00:10–` and `11:29:59` below it, of ISO times: rows have room for lines, and panels none for columns. */
function when({ from, to }: Suspect): HTMLElement {
  const [start, end] = [from, to].map(iso => iso.slice(5, 19).replace('T', ' ')) as [string, string];
  const sameDay = start.slice(0, 5) === end.slice(0, 5);
  return el('span', { class: 'when' }, `${start}–`, el('br', {}), sameDay ? end.slice(6) : end);
}

/** A host's reasons end with those that did not change: what is new is new for it alone. */
function reasonsOf(row: Suspect): readonly string[] {
  if (!('unchanged' in row) || row.unchanged.length === 0) return row.reasons;
  return [
    ...row.reasons,
    l10n.t('hosts like it that did nothing of the kind: {0}', row.unchanged.join(', ')),
  ];
}

export function hostColumns(actions: SuspectActions): Column<SuspectHost>[] {
  const address: Column<SuspectHost> = {
    key: 'address',
    title: l10n.t('Host'),
    className: 'code',
    whole: true,
    value: host => host.address,
    cell: host => {
      const title = l10n.t('List the incidents and flows of this host');
      const link = button('score-host-only', '', () => actions.only(host.address), { class: 'link', title });
      link.append(captureText(host.address));
      return link;
    },
  };
  return suspectColumns<SuspectHost>([address], []);
}

export function incidentColumns(actions: SuspectActions): Column<Incident>[] {
  const id: Column<Incident> = {
    key: 'id',
    title: '#',
    kind: 'number',
    value: incident => incident.id,
    cell: incident =>
      actions.isUnheard(incident)
        ? el(
            'span',
            {},
            `${incident.id} `,
            el('span', { class: 'new', 'data-testid': 'score-new' }, l10n.t('new')),
          )
        : String(incident.id),
    texts: ({ id: number }) => [`#${number}`],
  };
  const address: Column<Incident> = {
    key: 'address',
    title: l10n.t('Host'),
    className: 'code',
    whole: true,
    value: incident => incident.address,
  };
  const lines: Column<Incident> = {
    key: 'lines',
    title: l10n.t('Lines'),
    hover: l10n.t('Its first flows; a click shows them in the editor.'),
    value: incident => incident.lines.join(' '),
    compare: false,
    cell: ({ lines: all }) =>
      el(
        'span',
        {},
        ...all.slice(0, 3).flatMap((line, i) => {
          const text = formatCount(line);
          const title = l10n.t('Show line {0} in the editor', text);
          const link = button('score-incident-line', text, () => actions.reveal(line), {
            class: 'link',
            title,
          });
          return i === 0 ? [link] : [' ', link];
        }),
      ),
  };
  const expected: Column<Incident> = {
    key: 'actions',
    title: l10n.t('Actions'),
    kind: 'actions',
    cell: incident => {
      const title = l10n.t(
        'Leave out what {0} did here; anything else it does is still told',
        incident.address,
      );
      return button('score-expect', l10n.t('Expected here'), () => actions.expect(incident), {
        class: 'secondary small',
        title,
        disabled: incident.behaviours.length === 0,
      });
    },
  };
  return suspectColumns<Incident>([id, address], [lines, expected]);
}
