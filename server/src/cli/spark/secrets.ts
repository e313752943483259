/** What stands in place of a credential wherever words are shown. */
const hidden = '***';

/** Keys whose values Spark redacts itself, and those of clouds that its pattern does not know. */
const secretKey =
  /secret|passw(or)?d|passphrase|token|credential|(access|account|private|api)[._-]?key|(^|[._-])sas([._-]|$)/i;
/** Classes that look credentials up, and files of them, hold none. */
const namesNone = /provider(\.[a-z]+)?$|\.(class|type|enabled|path|file|keyfile)$/i;
/** Settings of Java in the value of another one. */
const javaSetting = /-D([^\s=]+)=(\S+)/g;

const isSecret = (key: string) => secretKey.test(key) && !namesNone.test(key);

/** The credentials among pairs of `KEY=VALUE` that are passed on to Spark. */
export function secretsOf(pairs: readonly string[]): string[] {
  const found = pairs.flatMap(pair => {
    const at = pair.indexOf('=');
    const [key, value] = [pair.slice(0, at), pair.slice(at + 1)];
    if (isSecret(key)) return [value];
    return [...value.matchAll(javaSetting)]
      .filter(([, name = '']) => isSecret(name))
      .map(([, , text = '']) => text);
  });
  // One may begin as another does.
  return [...new Set(found.filter(value => value !== ''))].sort((a, b) => b.length - a.length);
}

/** A text without the credentials. */
export const without = (secrets: readonly string[], text: string): string =>
  secrets.reduce((shown, secret) => shown.replaceAll(secret, hidden), text);

/** Whether a place has a name and a password in it, which would stand in reports and logs. */
export const holdsLogin = (place: string): boolean => /^[a-z][a-z\d+.-]*:\/\/[^/?#@]*:[^/?#@]*@/i.test(place);
