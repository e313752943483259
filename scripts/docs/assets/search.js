// The sections that hold all words of the question, those with the words in their titles first.
const [question, found, contents] = ['search', 'found', 'contents'].map(id => document.getElementById(id));

question.addEventListener('input', () => {
  const words = question.value.toLowerCase().split(/\s+/).filter(Boolean);
  const holds = text => words.every(word => text.toLowerCase().includes(word));
  const titled = places.filter(([title]) => holds(title));
  const others = places.filter(([title, , text]) => !holds(title) && holds(`${title} ${text}`));
  const items = [...titled, ...others].slice(0, 40).map(([title, address]) => {
    const link = document.createElement('a');
    link.href = found.dataset.root + address;
    link.textContent = title;
    const item = document.createElement('li');
    item.append(link);
    return item;
  });
  found.replaceChildren(...items);
  if (items.length === 0) found.textContent = 'Nothing found.';
  found.hidden = words.length === 0;
  contents.hidden = words.length > 0;
});
