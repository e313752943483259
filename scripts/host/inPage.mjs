/* global document, getComputedStyle, NodeFilter -- these functions run in the page. */

/** The middle of the first character of a text, in whichever line has it first. */
export function firstPlaceOf(lines, text) {
  for (const line of lines) {
    let at = line.textContent?.replaceAll('\u00a0', ' ').indexOf(text) ?? -1;
    if (at < 0) continue;
    const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const length = node.textContent.length;
      if (at >= length) {
        at -= length;
        continue;
      }
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + 1);
      const { x, y, width, height } = range.getBoundingClientRect();
      return { x: x + width / 2, y: y + height / 2 };
    }
  }
  return undefined;
}

/** Text and colour of each span of a line. */
export function spanColours(line) {
  return [...line.querySelectorAll('span > span')].map(span => [
    span.textContent,
    getComputedStyle(span).color,
  ]);
}

/** The colour of an element's text and of what is behind it. */
export function textColours(element) {
  let behind = element;
  while (behind.parentElement && /^rgba\(.*, 0\)$/.test(getComputedStyle(behind).backgroundColor)) {
    behind = behind.parentElement;
  }
  return { text: getComputedStyle(element).color, background: getComputedStyle(behind).backgroundColor };
}
