import { choice } from './parameter';

/** Formats that captures are read in, for whoever corrects what was guessed. */
export const captureFormat = choice(
  'argus',
  [
    { value: 'argus', words: 'Flow listings of `ra`.' },
    { value: 'zeek', words: '`conn.log`, as text or JSON.' },
    { value: 'suricata', words: '`eve.json`.' },
    { value: 'nfdump', words: 'Listings of `nfdump`.' },
    { value: 'silk', words: 'Listings of `rwcut`.' },
    { value: 'aws-vpc', words: 'VPC flow logs.' },
    { value: 'unsw-nb15', words: "The data set's CSV." },
    { value: 'cicflowmeter', words: "The tool's CSV." },
    { value: 'nf-v2', words: "The data sets' CSV." },
    { value: 'csv', words: 'Rows of any tool.' },
    { value: 'parquet', words: 'Columnar files.' },
    { value: 'arrow', words: 'Columnar files, also called Feather, and streams.' },
  ],
  'Format',
  'The format of the captures, where it is guessed wrong.',
);
