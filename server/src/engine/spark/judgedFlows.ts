import { Growing } from '../../base/growing';
import type { BehaviourNames, Behaviours } from '../judging/behaviour';
import { outcomeOf } from '../judging/outcome';
import type { Rows } from './rows';

/** What flows did, gathered from rows of several batches: `seconds`, texts of the columns, `bytes` and `sent`. */
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
    const texts = (name: string, number: (text: string) => number) => {
      const { values, numbers: of } = rows.texts(name);
      const known = values.map(number);
      const none = of.includes(-1) ? number('') : 0;
      return (r: number) => ((of[r] as number) < 0 ? none : (known[of[r] as number] as number));
    };
    const [source, target] = ['src_addr', 'dst_addr'].map(name => texts(name, text => hosts.number(text)));
    // Protocol and port, a space between, as the store's reader joins them.
    const service = texts('service', text => services.number(text));
    const outcome = texts('state', text => outcomes.number(outcomeOf(text)));
    const [time, bytes, sent] = ['seconds', 'bytes', 'src_bytes'].map(name => rows.floats(name));
    for (let r = from; r < to; r++) {
      columns.source.push(source?.(r) as number);
      columns.target.push(target?.(r) as number);
      columns.service.push(service(r));
      columns.outcome.push(outcome(r));
      columns.time.push(time?.[r] as number);
      columns.bytes.push(bytes?.[r] as number);
      columns.sent.push(sent?.[r] as number);
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

const words = () => new Growing(n => new Uint32Array(n));
const numbers = () => new Growing(n => new Float64Array(n));
