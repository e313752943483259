/** The anchor of a heading, as GitHub makes it, so that a link holds there and on the site. */
export function headingId(text) {
  return text
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-');
}
