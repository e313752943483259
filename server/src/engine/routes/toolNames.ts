import * as l10n from '@vscode/l10n';

/** Tools whose text is read, as a person knows them. */
export const textNames =
  'traceroute (Linux, BusyBox, BSD, macOS, Junos, NX-OS, IOS, Huawei, Comware), tracert in any language, tracepath, tcptraceroute, tracetcp, tracebox, mtr (report, screen, CSV, XML, raw), WinMTR, paris-traceroute, NextTrace, MikroTik and ripe-atlas-tools';

/** Tools whose JSON is read. */
export const jsonNames = 'RIPE Atlas, scamper, mtr, Trippy, dublin-traceroute and Globalping';

export const howToReport = () =>
  l10n.t(
    'If another tool wrote it, report that tool, its version and a few of these lines, addresses replaced, as an issue "A file is not read".',
  );
