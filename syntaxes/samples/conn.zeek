# SYNTAX TEST "source.zeek-conn" "Zeek's conn.log, tab-separated and JSON"
#separator \x09
#^^^^^^^^^ comment.line.number-sign.zeek-conn
#fields	ts	uid	id.orig_h	id.orig_p	id.resp_h	id.resp_p	proto	service	duration	orig_bytes	resp_bytes	conn_state
#       ^^ entity.name.function.start-time.zeek-conn
#          ^^^ comment.line.flow-id.zeek-conn
#              ^^^^^^^^^ variable.other.source-address.zeek-conn
#                        ^^^^^^^^^ constant.numeric.source-port.zeek-conn
#                                  ^^^^^^^^^ support.type.destination-address.zeek-conn
#                                            ^^^^^^^^^ string.unquoted.destination-port.zeek-conn
#                                                      ^^^^^ keyword.control.protocol.zeek-conn
#                                                            ^^^^^^^ entity.name.type.service.zeek-conn
#                                                                    ^^^^^^^^ constant.numeric.duration.zeek-conn
#                                                                                                   ^^^^^^^^^^ constant.language.state.zeek-conn
1545403816.962094	CrDn63WjJEmrWGjqf	192.0.2.195	41040	198.51.100.235	80	tcp	http	3.139211	0	0	S0	-	-	0	S	3	180	0	0	-   Malicious   PartOfAHorizontalPortScan
#^^^^^^^^^^^^^^^^ entity.name.function.start-time.zeek-conn
#                 ^^^^^^^^^^^^^^^^^ comment.line.flow-id.zeek-conn
#                                   ^^^^^^^^^^^ variable.other.source-address.zeek-conn
#                                               ^^^^^ constant.numeric.source-port.zeek-conn
#                                                     ^^^^^^^^^^^^^^ support.type.destination-address.zeek-conn
#                                                                    ^^ string.unquoted.destination-port.zeek-conn
#                                                                       ^^^ keyword.control.protocol.zeek-conn
#                                                                           ^^^^ entity.name.type.service.zeek-conn
#                                                                                ^^^^^^^^ constant.numeric.duration.zeek-conn
#                                                                                             ^^ constant.language.state.zeek-conn
#                                                                                                      ^ keyword.control.history.zeek-conn
#                                                                                                        ^ variable.parameter.source-packets.zeek-conn
#                                                                                                          ^^^ constant.numeric.source-bytes.zeek-conn
#                                                                                                                      ^^^^^^^^^ invalid.illegal.label.malicious.zeek-conn
{"ts":1664462456.755299,"uid":"C5xhsO3uGtOfyrBlHh","id.orig_h":"192.0.2.11","id.orig_p":40042,"id.resp_h":"198.51.100.8","id.resp_p":53,"proto":"udp","service":"dns","duration":0.012,"conn_state":"SHR","history":"Cd","orig_pkts":0,"orig_ip_bytes":0,"label":"Benign"}
#^^^^ support.type.property-name.zeek-conn
#     ^^^^^^^^^^^^^^^^^ entity.name.function.start-time.zeek-conn
#                             ^^^^^^^^^^^^^^^^^^^^ comment.line.flow-id.zeek-conn
#                                                              ^^^^^^^^^^^^ variable.other.source-address.zeek-conn
#                                                                                       ^^^^^ constant.numeric.source-port.zeek-conn
#                                                                                                         ^^^^^^^^^^^^^^ support.type.destination-address.zeek-conn
#                                                                                                                                    ^^ string.unquoted.destination-port.zeek-conn
#                                                                                                                                               ^^^^^ keyword.control.protocol.zeek-conn
#                                                                                                                                                               ^^^^^ entity.name.type.service.zeek-conn
#                                                                                                                                                                                ^^^^^ constant.numeric.duration.zeek-conn
#                                                                                                                                                                                                   ^^^^^ constant.language.state.zeek-conn
#                                                                                                                                                                                                                   ^^^^ keyword.control.history.zeek-conn
#                                                                                                                                                                                                                                                                 ^^^^^^ entity.name.type.label.normal.zeek-conn
