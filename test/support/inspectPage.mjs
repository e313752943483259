/* global document, getComputedStyle, NodeFilter, SVGElement -- these functions run in the page. */

/** Texts on screen whose contrast with what is behind them is less than the accessibility guidelines ask for. */
export function paleTexts() {
  const channels = colour => {
    const made = /^color\(srgb/.test(colour);
    const numbers = (colour.match(/-?[\d.]+(?:e-?\d+)?/g) ?? []).map(Number);
    const [r = 0, g = 0, b = 0, alpha = 1] = numbers;
    return { rgb: [r, g, b].map(each => (made ? each * 255 : each)), alpha };
  };
  const over = (top, alpha, below) => top.map((each, i) => alpha * each + (1 - alpha) * below[i]);
  const linear = channel => (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4);
  const luminance = rgb => {
    const [r, g, b] = rgb.map(each => linear(each / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  /** What is seen behind an element, and how much of the element is. */
  const behind = element => {
    const chain = [];
    for (let at = element; at; at = at.parentElement) chain.unshift(getComputedStyle(at));
    let [rgb, opacity] = [[255, 255, 255], 1];
    for (const style of chain) {
      opacity *= Number(style.opacity);
      const ground = channels(style.backgroundColor);
      rgb = over(ground.rgb, ground.alpha * opacity, rgb);
    }
    return { rgb, opacity };
  };
  const isSeen = element =>
    element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
    !element.closest('.spoken, button:disabled, input:disabled, select:disabled');
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    const text = node.textContent.trim();
    if (text === '' || !element || /^(script|style|option)$/i.test(element.tagName) || !isSeen(element))
      continue;
    const style = getComputedStyle(element);
    // What is written upon a field of a heat map has its colour from the field.
    if (element instanceof SVGElement && (element.hasAttribute('fill') || element.style.fill)) continue;
    const { rgb, opacity } = behind(element);
    const own = channels(element instanceof SVGElement ? style.fill : style.color);
    const seen = over(own.rgb, own.alpha * opacity, rgb);
    const [dark, light] = [luminance(seen), luminance(rgb)].sort((a, b) => a - b);
    const ratio = (light + 0.05) / (dark + 0.05);
    const size = parseFloat(style.fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (ratio < (isLarge ? 3 : 4.5))
      found.push(
        `${text.slice(0, 40)} (${element.className?.baseVal ?? element.className}): ${ratio.toFixed(2)}`,
      );
  }
  return [...new Set(found)];
}

/** Numbers what the Tab key must come to, and says how much that is. */
export function numberStops() {
  let count = 0;
  for (const element of document.querySelectorAll('button, input, select, summary, a[href], [tabindex]'))
    if (element.tabIndex >= 0 && !element.disabled && element.checkVisibility({ visibilityProperty: true }))
      element.dataset.stop = String(count++);
  return count;
}

/** Where the keyboard is: the number of the stop, and whether one sees it. */
export function stopNow() {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const style = getComputedStyle(element);
  const inner = element.querySelector(':scope > .cell');
  const isShown =
    (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) ||
    // A field of a heat map has a border.
    (inner !== null && parseFloat(getComputedStyle(inner).strokeWidth) >= 3);
  return { stop: element.dataset.stop ?? '', what: element.outerHTML.slice(0, 120), isShown };
}

/** Buttons in rows of tables that no key comes to: neither Tab nor, by way of their row, the arrows. */
export function unreached() {
  return [...document.querySelectorAll('button, input, select')]
    .filter(
      element =>
        element.tabIndex < 0 &&
        !element.disabled &&
        element.checkVisibility({ visibilityProperty: true }) &&
        !element.closest('[role=grid] tbody tr, [role=toolbar]'),
    )
    .map(element => element.outerHTML.slice(0, 120));
}

/** Heads of columns that say nothing on hover. */
export function silentHeads() {
  return [...document.querySelectorAll('[role=grid] thead th')]
    .filter(head => !head.title && !head.querySelector('[title]') && !head.querySelector('.spoken'))
    .map(head => head.textContent);
}
