/** The pages of the site in reading order; every page of `docs` is below one of these. */
export const contents = [
  { title: 'Begin', pages: ['README.md', 'docs/tutorial.md', 'docs/guide.md', 'docs/editor.md'] },
  { title: 'What is read', pages: ['docs/captures.md', 'docs/traceroutes.md'] },
  {
    title: 'Reference',
    pages: ['docs/commands.md', 'docs/settings.md', 'docs/command-line.md', 'docs/queries.md'],
  },
  {
    title: 'Background',
    pages: [
      'docs/training.md',
      'docs/methods.md',
      'docs/spark.md',
      'docs/spark-arithmetic.md',
      'docs/cache-and-privacy.md',
      'docs/torture.md',
      'docs/troubleshooting.md',
    ],
  },
  {
    title: 'Development',
    pages: [
      'ARCHITECTURE.md',
      'docs/invariants.md',
      'docs/decisions/README.md',
      'docs/protocol.md',
      'CONTRIBUTING.md',
      'CHANGELOG.md',
    ],
  },
];
