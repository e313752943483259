import { Growing } from '../../base/growing';
import type { BehaviourNames, Behaviours } from '../judging/behaviour';
import { outcomeOf } from '../judging/outcome';
import type { Rows, Texts } from './rows';

/** What flows did, gathered from rows of several batches: `start_time`, texts of the columns, `bytes` and `src_bytes`. */
export class JudgedFlows {
  length = 0;
  private readonly columns = {
    source: words(),
    target: words(),
    service: words(),
    outcome: words(),
    time: numbers(),
    bytes: numbers(),
    sent: numbers(),
  };

  constructor(private readonly names: BehaviourNames) {}

  add(rows: Rows, from: number, to: number): void {
    const { hosts, services, outcomes } = this.names;
    const { columns } = this;
    // A text is looked up when it is first met, once in a batch: of those of another unit nothing is known then.
    const numbered = (name: string, number: (text: string) => number, target: Growing<Uint32Array>) => {
      const { values, numbers: of } = rows.texts(name);
      const known = new Int32Array(values.length + 1).fill(-1);
      for (let r = from; r < to; r++) {
        const value = (of[r] as number) + 1;
        if ((known[value] as number) < 0) known[value] = number(values[value - 1] ?? '');
        target.push(known[value] as number);
      }
    };
    numbered('src_addr', text => hosts.number(text), columns.source);
    numbered('dst_addr', text => hosts.number(text), columns.target);
    numbered('state', text => outcomes.number(outcomeOf(text)), columns.outcome);
    const serviceOf = pairsOf(rows.texts('proto'), rows.texts('dport'), text => services.number(text));
    for (let r = from; r < to; r++) columns.service.push(serviceOf(r));
    const [time, bytes, sent] = [rows.micros('start_time'), rows.floats('bytes'), rows.floats('src_bytes')];
    for (let r = from; r < to; r++) {
      columns.time.push((time[r] as number) / 1e6);
      columns.bytes.push(bytes[r] as number);
      columns.sent.push(sent[r] as number);
    }
    this.length += to - from;
  }

  finish(): Behaviours {
    const { source, target, service, outcome, time, bytes, sent } = this.columns;
    return {
      flows: this.length,
      source: source.finish(),
      target: target.finish(),
      service: service.finish(),
      outcome: outcome.finish(),
      time: time.finish(),
      bytes: bytes.finish(),
      sent: sent.finish(),
    };
  }
}

/** The number of each row's pair of texts, a space between as the store's reader joins them; each pair is joined once. */
function pairsOf(first: Texts, second: Texts, number: (text: string) => number): (row: number) => number {
  const width = second.values.length + 1;
  const known = new Map<number, number>();
  return row => {
    const [a, b] = [(first.numbers[row] as number) + 1, (second.numbers[row] as number) + 1];
    const pair = a * width + b;
    let found = known.get(pair);
    if (found === undefined)
      known.set(pair, (found = number(`${first.values[a - 1] ?? ''} ${second.values[b - 1] ?? ''}`)));
    return found;
  };
}

const words = () => new Growing(n => new Uint32Array(n));
const numbers = () => new Growing(n => new Float64Array(n));
