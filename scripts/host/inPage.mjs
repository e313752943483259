/* global document, getComputedStyle, NodeFilter, performance, PointerEvent, requestAnimationFrame -- these functions run in the page. */

/** The middle of the first character of a text, in the topmost line that has it; lines come in any order. */
export function firstPlaceOf(lines, text) {
  lines.sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top);
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

/** Numbers of the lines in view that a decoration of an extension covers whole, over all editors. */
export function markedLines(editors) {
  return editors.flatMap(editor => {
    const middles = [...editor.querySelectorAll('.view-overlays .cdr[class*="ced-"]')].map(mark => {
      const { y, height } = mark.getBoundingClientRect();
      return y + height / 2;
    });
    return [...editor.querySelectorAll('.margin .line-numbers')]
      .filter(number => {
        const { top, bottom } = number.getBoundingClientRect();
        return middles.some(middle => top < middle && middle < bottom);
      })
      .map(number => Number(number.textContent));
  });
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

/**
 * Drags the map so many times by a few pixels; for each, the milliseconds from the event to the last pixel of the
 * next frame, and what the page said it drew.
 */
export async function drawnFrames(picture, times) {
  const { left, top } = picture.getBoundingClientRect();
  const gl = picture.querySelector('canvas').getContext('webgl2');
  const said = document.querySelector('[data-testid=map-drawn]');
  picture.setPointerCapture = () => undefined;
  const point = (type, i) => {
    const at = { clientX: left + 200 + 5 * i, clientY: top + 150 + 3 * i };
    picture.dispatchEvent(new PointerEvent(type, { ...at, pointerId: 1, bubbles: true }));
  };
  const frames = [];
  point('pointerdown', 0);
  for (let i = 1; i <= times; i++) {
    const began = performance.now();
    point('pointermove', i + 1);
    await new Promise(resolve => requestAnimationFrame(resolve));
    // Reading waits for the drawing, which is else only ordered.
    gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
    frames.push({ milliseconds: performance.now() - began, text: said.textContent });
  }
  point('pointerup', times);
  return frames;
}

/** The colour of an element's text. */
export function colourOf(/** @type {Element} */ element) {
  return getComputedStyle(element).color;
}
