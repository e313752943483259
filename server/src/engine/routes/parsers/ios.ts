import { emptyRoute, type TextTool } from './textTool';
import { unix } from './unix';

/** traceroute of Cisco IOS and IOS-XR: "Tracing the route to …", then lines as of BSD, with times in "msec". */
export const ios: TextTool = {
  begin(line, number) {
    const match = /^\s*Tracing the route to (\S+)(?:\s+\(([^()\s]+)\))?/.exec(line);
    if (!match) return undefined;
    const route = emptyRoute('ios', number);
    const [, asked = '', address = asked] = match;
    route.destination = address;
    if (asked !== address) route.name = asked;
    return { route };
  },

  take(route, line, number, note) {
    return /^VRF info/.test(line) || unix.take(route, line, number, note);
  },
};
