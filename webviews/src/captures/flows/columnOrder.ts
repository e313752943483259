/** Places of the columns in the order that the user gave them; columns that it does not name stay behind their neighbour. */
export function columnPlaces(names: readonly string[], wanted: readonly string[]): number[] {
  const places = [...new Set(wanted)].flatMap(name => {
    const place = names.indexOf(name);
    return place < 0 ? [] : [place];
  });
  const named = new Set(places);
  for (let place = 0; place < names.length; place++)
    if (!named.has(place)) places.splice(places.indexOf(place - 1) + 1, 0, place);
  return places;
}

/** The list with one of its entries at another place. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const rest = list.filter((_, i) => i !== from);
  return [...rest.slice(0, to), ...list.slice(from, from + 1), ...rest.slice(to)];
}
