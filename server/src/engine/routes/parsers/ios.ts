import { emptyRoute, setDestination, whoIn, type TextTool } from './textTool';
import { unix } from './unix';

/** traceroute of Cisco IOS and IOS-XR: "Tracing the route to …", then lines as of BSD, with times in "msec". */
export const ios: TextTool = {
  begin(line, number) {
    const who = whoIn(/^\s*Tracing the route to (\S.*)$/.exec(line)?.[1] ?? '');
    if (!who) return undefined;
    const route = emptyRoute('ios', number);
    setDestination(route, who);
    return { route };
  },

  take(route, line, number, note) {
    return /^VRF info/.test(line) || unix.take(route, line, number, note);
  },
};
