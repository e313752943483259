import * as l10n from '@vscode/l10n';
import { addressKind, hasNetworkAddresses, isPort } from '../../addresses';
import type { FlowColumn } from '../../columns';
import type { Field, Flow, Problem } from '../../flow';
import { visibleText } from '../../../../../../shared/text/visibleText';

// ra(1): `-` normal, `|` reset, `o` timed out, `?` direction unknown; `who` is ARP asking.
const direction = /^(?:<?[-|o?]>?|who)$/;

// ra(1) prints it in decimal or hexadecimal; data frames write "0.0".
const typeOfService = /^(?:0x[0-9a-f]+|\d+(?:\.0*)?)?$/i;

/** Adds a warning for each cell that is odd but does not keep the row from being read. */
export function doubtsOf(
  flow: Flow,
  field: (column: FlowColumn) => Field | undefined,
  problems: Problem[],
): void {
  const doubt = (column: FlowColumn, code: string, message: (value: string) => string): void => {
    const cell = field(column);
    if (!cell) return;
    const value = cell.text === '' ? l10n.t('is empty') : `"${visibleText(cell.text, 60)}"`;
    const { start, end } = cell;
    problems.push({
      line: flow.line,
      start,
      end,
      severity: 'warning',
      code,
      message: `${column} ${message(value)}`,
    });
  };
  if (hasNetworkAddresses(flow.proto)) {
    const remedy = l10n.t('print the capture with "ra -n", which gives numbers, or correct the cell.');
    if (!addressKind(flow.srcAddr))
      doubt('SrcAddr', 'address', value =>
        l10n.t('{0}, not an IPv4, IPv6 or MAC address: {1}', value, remedy),
      );
    if (!addressKind(flow.dstAddr))
      doubt('DstAddr', 'address', value =>
        l10n.t('{0}, not an IPv4, IPv6 or MAC address: {1}', value, remedy),
      );
  }
  const ports = l10n.t('not a port: write 0 to 65535, hexadecimal (0x0008), a service name, or nothing.');
  if (!isPort(flow.sport)) doubt('Sport', 'port', value => `${value}, ${ports}`);
  if (!isPort(flow.dport)) doubt('Dport', 'port', value => `${value}, ${ports}`);
  if (flow.dir !== '' && !direction.test(flow.dir))
    doubt('Dir', 'direction', value =>
      l10n.t('{0}, no direction: write one of ->, <-, <->, <?>, ?>, <?, who.', value),
    );
  for (const [column, text] of [
    ['sTos', flow.sTos],
    ['dTos', flow.dTos],
  ] as const)
    if (!typeOfService.test(text))
      doubt(column, 'type-of-service', value =>
        l10n.t('{0}, no type of service: write a number or nothing; until then it is kept as text.', value),
      );
}
