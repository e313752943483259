import * as l10n from '@vscode/l10n';
import { portNumber } from '../../engine/captures/addresses';

export interface Service {
  name: string;
  /** What one asks it for, as a noun. */
  purpose: string;
}

// Port, name, purpose. A short list by hand: what analysts of these captures meet, not the IANA registry.
const table = (): readonly (readonly [number, string, string])[] => [
  [7, 'echo', l10n.t('its bytes back')],
  [20, 'FTP data', l10n.t('a file')],
  [21, 'FTP', l10n.t('file transfer')],
  [22, 'SSH', l10n.t('a secure shell')],
  [23, 'Telnet', l10n.t('a terminal in clear text')],
  [25, 'SMTP', l10n.t('mail delivery')],
  [43, 'whois', l10n.t('registration data')],
  [53, 'DNS', l10n.t('name lookup')],
  [67, 'DHCP server', l10n.t('an address')],
  [68, 'DHCP client', l10n.t('an address')],
  [69, 'TFTP', l10n.t('a file')],
  [80, 'HTTP', l10n.t('web pages')],
  [88, 'Kerberos', l10n.t('sign-in')],
  [110, 'POP3', l10n.t('a mailbox')],
  [111, 'portmapper', l10n.t('RPC services')],
  [119, 'NNTP', l10n.t('news')],
  [123, 'NTP', l10n.t('the time')],
  [135, 'MS RPC', l10n.t('Windows services')],
  [137, 'NetBIOS names', l10n.t('a Windows name')],
  [138, 'NetBIOS datagrams', l10n.t('Windows announcements')],
  [139, 'NetBIOS sessions', l10n.t('Windows file sharing')],
  [143, 'IMAP', l10n.t('a mailbox')],
  [161, 'SNMP', l10n.t('device counters')],
  [162, 'SNMP traps', l10n.t('device alarms')],
  [179, 'BGP', l10n.t('routes')],
  [389, 'LDAP', l10n.t('the directory')],
  [443, 'HTTPS', l10n.t('encrypted web pages')],
  [445, 'SMB', l10n.t('Windows file sharing')],
  [465, 'SMTPS', l10n.t('encrypted mail delivery')],
  [500, 'IKE', l10n.t('VPN keys')],
  [502, 'Modbus', l10n.t('industrial control')],
  [514, 'syslog', l10n.t('logging')],
  [515, 'LPD', l10n.t('printing')],
  [554, 'RTSP', l10n.t('video streams')],
  [587, 'SMTP submission', l10n.t('mail submission')],
  [631, 'IPP', l10n.t('printing')],
  [636, 'LDAPS', l10n.t('the encrypted directory')],
  [853, 'DNS over TLS', l10n.t('encrypted name lookup')],
  [873, 'rsync', l10n.t('file synchronisation')],
  [993, 'IMAPS', l10n.t('an encrypted mailbox')],
  [995, 'POP3S', l10n.t('an encrypted mailbox')],
  [1080, 'SOCKS', l10n.t('a proxy')],
  [1194, 'OpenVPN', l10n.t('a VPN')],
  [1433, 'SQL Server', l10n.t('a database')],
  [1521, 'Oracle', l10n.t('a database')],
  [1723, 'PPTP', l10n.t('a VPN')],
  [1883, 'MQTT', l10n.t('messages of things')],
  [1900, 'SSDP', l10n.t('UPnP devices')],
  [2049, 'NFS', l10n.t('network files')],
  [3128, 'Squid', l10n.t('a web proxy')],
  [3306, 'MySQL', l10n.t('a database')],
  [3389, 'RDP', l10n.t('a remote desktop')],
  [3478, 'STUN', l10n.t('its public address')],
  [4500, 'IPsec NAT traversal', l10n.t('a VPN')],
  [5060, 'SIP', l10n.t('telephone calls')],
  [5222, 'XMPP', l10n.t('chat')],
  [5353, 'mDNS', l10n.t('names on the local network')],
  [5355, 'LLMNR', l10n.t('names on the local network')],
  [5432, 'PostgreSQL', l10n.t('a database')],
  [5900, 'VNC', l10n.t('a remote desktop')],
  [6379, 'Redis', l10n.t('a database')],
  [6667, 'IRC', l10n.t('chat, at times a botnet’s commands')],
  [6881, 'BitTorrent', l10n.t('file sharing')],
  [8080, 'HTTP alternative', l10n.t('web pages or a proxy')],
  [8443, 'HTTPS alternative', l10n.t('encrypted web pages')],
  [9001, 'Tor', l10n.t('anonymous relaying')],
  [9200, 'Elasticsearch', l10n.t('a search index')],
  [11211, 'memcached', l10n.t('a cache')],
  [27017, 'MongoDB', l10n.t('a database')],
  [51413, 'BitTorrent', l10n.t('file sharing')],
];

/** The service that usually listens on a port; nothing for ICMP and the like, whose ports are types and codes. */
export function serviceOf(proto: string, port: string): Service | undefined {
  if (!/^(?:tcp|udp|rtp|rtcp|sctp|dccp|udt)$/i.test(proto)) return undefined;
  const number = portNumber(port);
  const known = table().find(([port]) => port === number);
  return known && { name: known[1], purpose: known[2] };
}
