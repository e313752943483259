/* global document, NodeFilter -- these functions run in the page. */

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
