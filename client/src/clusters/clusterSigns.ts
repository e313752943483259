/** The sign of a cluster: colour and shape together tell 48 clusters apart. */
export interface ClusterSign {
  /** `#rrggbb` */
  colour: string;
  shape: 'square' | 'disc' | 'up' | 'diamond' | 'down' | 'cross';
}

// Okabe and Ito's colours, which people tell apart who see fewer; black is left out for dark themes.
const colours = ['#E69F00', '#56B4E9', '#009E73', '#F0E442', '#0072B2', '#D55E00', '#CC79A7', '#999999'];

const shapes: Readonly<Record<ClusterSign['shape'], string>> = {
  square: 'M4 4h8v8H4z',
  disc: 'M8 3.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 1 0 0-9z',
  up: 'M8 3l5.2 9.4H2.8z',
  diamond: 'M8 2.4L13.6 8L8 13.6L2.4 8z',
  down: 'M8 13l5.2-9.4H2.8z',
  cross: 'M6.3 3h3.4v3.3H13v3.4H9.7V13H6.3V9.7H3V6.3h3.3z',
};
const names = Object.keys(shapes) as ClusterSign['shape'][];

/** Signs before they repeat; clusters are numbered by size, so the largest ones differ. */
export const signCount = colours.length * names.length;

/** The sign of a cluster by its number. */
export function signOf(cluster: number): ClusterSign {
  const colour = colours[cluster % colours.length] ?? '#999999';
  const shape = names[Math.floor(cluster / colours.length) % names.length] ?? 'square';
  return { colour, shape };
}

/** The sign as a picture of 16 × 16 for the gutter; its outline shows on light and dark. */
export function signPicture({ colour, shape }: ClusterSign): string {
  const path = `<path d="${shapes[shape]}" fill="${colour}" stroke="#808080" stroke-width="1"/>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 16 16">${path}</svg>`;
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
}

/** Lines, counted from `first`, by the sign of their flow's cluster. */
export function linesBySign(clusters: readonly (number | null)[], first: number): Map<number, number[]> {
  const lines = new Map<number, number[]>();
  for (const [i, cluster] of clusters.entries()) {
    if (cluster === null) continue;
    const sign = cluster % signCount;
    const known = lines.get(sign);
    if (known) known.push(first + i);
    else lines.set(sign, [first + i]);
  }
  return lines;
}
