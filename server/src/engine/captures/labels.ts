/** Classes a flow's label is counted under. CTU-13 labels look like `flow=From-Botnet-V42-UDP-DNS`. */
export const labelClasses = [
  'botnet',
  'malicious',
  'alert',
  'normal',
  'background',
  'other',
  'unlabelled',
] as const;
export type LabelClass = (typeof labelClasses)[number];

/** Share of each class; classes that do not occur are left out. */
export type LabelCounts = Partial<Record<LabelClass, number>>;

// First match wins: "From-Botnet-…-Background" would be a botnet flow.
const rules: readonly (readonly [RegExp, LabelClass])[] = [
  // A tool's alert is a claim, no knowledge: a class of its own.
  [/^alert\b/i, 'alert'],
  [/botnet|c&c/i, 'botnet'],
  [/malware|malicious|attack/i, 'malicious'],
  [/normal|benign/i, 'normal'],
  [/background/i, 'background'],
];

export function labelClass(label: string): LabelClass {
  if (label.trim() === '') return 'unlabelled';
  return rules.find(([pattern]) => pattern.test(label))?.[1] ?? 'other';
}

/** What JavaScript's trim removes. */
const spaces = String.raw`[\s\x0B\xA0\x{1680}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000}\x{FEFF}]*`;

/** The same in SQL, of a column of labels. */
export function labelClassSql(column: string): string {
  const cases = rules.map(
    ([{ source }, name]) => `WHEN regexp_matches(${column}, '${source}', 'i') THEN '${name}'`,
  );
  return `CASE WHEN regexp_full_match(${column}, '${spaces}') THEN 'unlabelled' ${cases.join(' ')} ELSE 'other' END`;
}
