/** Text as it stands in HTML and SVG, between marks and in quoted attributes. */
export function escapedHtml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
