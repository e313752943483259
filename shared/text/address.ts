const ipv4 = /^\d{1,3}(\.\d{1,3}){3}$/;
const colonAddress = /^(?=(?:[^:]*:){2})[0-9a-f:.]+(%\w+)?$/i;

/** Whether a text is written as a network address. */
export function looksLikeAddress(text: string): boolean {
  return text.length < 64 && (ipv4.test(text) || colonAddress.test(text));
}
