import * as l10n from '@vscode/l10n';

/** What SQL over a capture can call beside the functions of the database. */
export interface QueryFunction {
  name: 'neighbours' | 'similarity' | 'cluster_of' | 'anomaly' | 'label_vote';
  /** Names and types of its arguments, as they are written in SQL. */
  parameters: readonly { name: string; type: string; about: string }[];
  returns: string;
  /** A table stands behind FROM; all others stand where a value does. */
  kind: 'table' | 'value';
  about: string;
  example: string;
}

/** Of the call, `neighbours(token VARCHAR, n INTEGER)`. */
export const signatureOf = ({ name, parameters }: QueryFunction): string =>
  `${name}(${parameters.map(each => `${each.name} ${each.type}`).join(', ')})`;

/** All of them, for completion, hovers and documents. */
export const queryFunctions = (): readonly QueryFunction[] => [
  {
    name: 'neighbours',
    kind: 'table',
    parameters: [
      {
        name: 'token_or_address',
        type: 'VARCHAR',
        about: l10n.t('A token as the column "token" has it, or the address of a host.'),
      },
      { name: 'n', type: 'INTEGER', about: l10n.t('Rows at most, from 1 to 1,000.') },
    ],
    returns: 'token VARCHAR, similarity DOUBLE, flows BIGINT, label_vote VARCHAR',
    about: l10n.t(
      'The tokens most like a token by their vectors, nearest first; of an address, the hosts that do most what it does.',
    ),
    example: "SELECT * FROM neighbours('udp 10.0.0.1 8.8.8.8 53', 10)",
  },
  {
    name: 'similarity',
    kind: 'value',
    parameters: [
      { name: 'a', type: 'VARCHAR', about: l10n.t('A token.') },
      { name: 'b', type: 'VARCHAR', about: l10n.t('Another token.') },
    ],
    returns: 'DOUBLE',
    about: l10n.t('How alike two tokens are, -1 to 1: the cosine of their vectors.'),
    example:
      "SELECT DISTINCT token, similarity(token, 'udp 10.0.0.1 8.8.8.8 53') AS alike FROM flows ORDER BY alike DESC",
  },
  {
    name: 'cluster_of',
    kind: 'value',
    parameters: [{ name: 'token', type: 'VARCHAR', about: l10n.t('A token.') }],
    returns: 'INTEGER',
    about: l10n.t(
      'The number of the cluster that a token is in: of the clustering that was made last, else of one that is made for it.',
    ),
    example: 'SELECT cluster_of(token) AS cluster, count(*) AS flows FROM flows GROUP BY 1 ORDER BY 2 DESC',
  },
  {
    name: 'anomaly',
    kind: 'value',
    parameters: [
      { name: 'line', type: 'BIGINT', about: l10n.t('The line of a flow, which the column "Line" has.') },
    ],
    returns: 'DOUBLE',
    about: l10n.t(
      'How unexpected a flow is, 0 to 1. The later half of the capture is judged by the earlier one, whose flows have no score; by a baseline, all are judged. Of several files: anomaly(line, file).',
    ),
    example: 'SELECT *, anomaly(line) AS score FROM flows ORDER BY score DESC NULLS LAST LIMIT 100',
  },
  {
    name: 'label_vote',
    kind: 'value',
    parameters: [{ name: 'token', type: 'VARCHAR', about: l10n.t('A token.') }],
    returns: 'VARCHAR',
    about: l10n.t(
      'The label that the nearest labelled tokens vote for, the token itself left out; "unknown" where they do not agree enough.',
    ),
    example:
      'SELECT token, label, label_vote(token) AS vote, count(*) AS flows FROM flows GROUP BY ALL ORDER BY flows DESC',
  },
];
