import tseslint from 'typescript-eslint';

// The data flows captures → corpus → embedding → clusters, maps, with traceroutes beside them; a folder may import from folders to its left only
// (and from models and jobs, which serve all). Only language/, protocol/ and the entry points know LSP.
const order = ['captures', 'corpus', 'embedding', 'clusters', 'maps', 'traceroutes', 'models', 'jobs'];
const mayImport = {
  captures: ['jobs'],
  corpus: ['captures', 'jobs'],
  embedding: ['captures', 'corpus', 'models', 'jobs'],
  clusters: ['captures', 'corpus', 'embedding', 'models', 'jobs'],
  maps: ['captures', 'corpus', 'embedding', 'clusters', 'models', 'jobs'],
  traceroutes: ['captures', 'embedding', 'models', 'jobs'],
  models: ['captures', 'corpus', 'jobs'],
  jobs: [],
};
const lsp = [
  'vscode',
  'vscode-languageclient',
  'vscode-languageclient/*',
  'vscode-languageserver',
  'vscode-languageserver/*',
];

const layer = folder => ({
  files: [`server/src/${folder}/**/*.ts`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          { group: lsp, message: 'The engine does not know the editor.' },
          {
            group: [...order, 'language', 'protocol']
              .filter(f => f !== folder && !mayImport[folder].includes(f))
              .flatMap(f => [`**/${f}/*`, `**/${f}/**`]),
            message: `${folder}/ imports only from its own folder and: ${mayImport[folder].join(', ') || 'nothing else'}.`,
          },
        ],
      },
    ],
  },
});

export default tseslint.config(
  { ignores: ['**/dist/**', 'out/**', '.editor-host/**', 'node_modules/**', 'server/kernels/**'] },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.ts', '**/*.mjs'],
    rules: {
      'max-lines': ['error', 400],
      'no-empty': ['error', { allowEmptyCatch: false }],
      'prefer-const': 'error',
      eqeqeq: 'error',
    },
  },
  ...order.map(layer),
  {
    files: ['client/src/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: [
                '**/server/src/*',
                '!**/server/src/protocol',
                '**/server/src/captures/**',
                '**/server/src/corpus/**',
                '**/server/src/embedding/**',
                '**/server/src/clusters/**',
                '**/server/src/maps/**',
                '**/server/src/traceroutes/**',
                '**/server/src/models/**',
                '**/server/src/jobs/**',
                '**/server/src/language/**',
              ],
              message:
                'The client holds no flows and imports no engine; it may import server/src/protocol only.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['webviews/src/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: [...lsp, 'node:*'], message: 'A webview is a page in a browser.' }] },
      ],
    },
  },
);
