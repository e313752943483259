import { portNumber } from '../../engine/captures/addresses';

export interface Service {
  name: string;
  /** What one asks it for, as a noun. */
  purpose: string;
}

// Port, name, purpose. A short list by hand: what analysts of these captures meet, not the IANA registry.
const table: readonly (readonly [number, string, string])[] = [
  [7, 'echo', 'its bytes back'],
  [20, 'FTP data', 'a file'],
  [21, 'FTP', 'file transfer'],
  [22, 'SSH', 'a secure shell'],
  [23, 'Telnet', 'a terminal in clear text'],
  [25, 'SMTP', 'mail delivery'],
  [43, 'whois', 'registration data'],
  [53, 'DNS', 'name lookup'],
  [67, 'DHCP server', 'an address'],
  [68, 'DHCP client', 'an address'],
  [69, 'TFTP', 'a file'],
  [80, 'HTTP', 'web pages'],
  [88, 'Kerberos', 'sign-in'],
  [110, 'POP3', 'a mailbox'],
  [111, 'portmapper', 'RPC services'],
  [119, 'NNTP', 'news'],
  [123, 'NTP', 'the time'],
  [135, 'MS RPC', 'Windows services'],
  [137, 'NetBIOS names', 'a Windows name'],
  [138, 'NetBIOS datagrams', 'Windows announcements'],
  [139, 'NetBIOS sessions', 'Windows file sharing'],
  [143, 'IMAP', 'a mailbox'],
  [161, 'SNMP', 'device counters'],
  [162, 'SNMP traps', 'device alarms'],
  [179, 'BGP', 'routes'],
  [389, 'LDAP', 'the directory'],
  [443, 'HTTPS', 'encrypted web pages'],
  [445, 'SMB', 'Windows file sharing'],
  [465, 'SMTPS', 'encrypted mail delivery'],
  [500, 'IKE', 'VPN keys'],
  [502, 'Modbus', 'industrial control'],
  [514, 'syslog', 'logging'],
  [515, 'LPD', 'printing'],
  [554, 'RTSP', 'video streams'],
  [587, 'SMTP submission', 'mail submission'],
  [631, 'IPP', 'printing'],
  [636, 'LDAPS', 'the encrypted directory'],
  [853, 'DNS over TLS', 'encrypted name lookup'],
  [873, 'rsync', 'file synchronisation'],
  [993, 'IMAPS', 'an encrypted mailbox'],
  [995, 'POP3S', 'an encrypted mailbox'],
  [1080, 'SOCKS', 'a proxy'],
  [1194, 'OpenVPN', 'a VPN'],
  [1433, 'SQL Server', 'a database'],
  [1521, 'Oracle', 'a database'],
  [1723, 'PPTP', 'a VPN'],
  [1883, 'MQTT', 'messages of things'],
  [1900, 'SSDP', 'UPnP devices'],
  [2049, 'NFS', 'network files'],
  [3128, 'Squid', 'a web proxy'],
  [3306, 'MySQL', 'a database'],
  [3389, 'RDP', 'a remote desktop'],
  [3478, 'STUN', 'its public address'],
  [4500, 'IPsec NAT traversal', 'a VPN'],
  [5060, 'SIP', 'telephone calls'],
  [5222, 'XMPP', 'chat'],
  [5353, 'mDNS', 'names on the local network'],
  [5355, 'LLMNR', 'names on the local network'],
  [5432, 'PostgreSQL', 'a database'],
  [5900, 'VNC', 'a remote desktop'],
  [6379, 'Redis', 'a database'],
  [6667, 'IRC', 'chat, at times a botnet\u2019s commands'],
  [6881, 'BitTorrent', 'file sharing'],
  [8080, 'HTTP alternative', 'web pages or a proxy'],
  [8443, 'HTTPS alternative', 'encrypted web pages'],
  [9001, 'Tor', 'anonymous relaying'],
  [9200, 'Elasticsearch', 'a search index'],
  [11211, 'memcached', 'a cache'],
  [27017, 'MongoDB', 'a database'],
  [51413, 'BitTorrent', 'file sharing'],
];

const services = new Map<number, Service>(table.map(([port, name, purpose]) => [port, { name, purpose }]));

/** The service that usually listens on a port; nothing for ICMP and the like, whose ports are types and codes. */
export function serviceOf(proto: string, port: string): Service | undefined {
  if (!/^(?:tcp|udp|rtp|rtcp|sctp|dccp|udt)$/i.test(proto)) return undefined;
  const number = portNumber(port);
  return number === undefined ? undefined : services.get(number);
}
