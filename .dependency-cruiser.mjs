// What each folder may import; what is not listed is denied. Files of one folder may import each other, in no circle.
// The words of the engine stand in the order in which data flow: a word imports from those before it only.

const engine = [
  'captures',
  'overview',
  'hosts',
  'training',
  'similar',
  'clusters',
  'map',
  'judging',
  'queries',
  'routes',
  'investigation',
  'spark',
];
const editor = ['captures', 'training', 'similar', 'clusters', 'map', 'judging', 'routes', 'investigation'];

/** Folder → folders, below the root; a path without a slash at its end is a file or the beginning of names. */
const may = {
  'shared/text/': [],
  'shared/protocol/': ['shared/text/', 'shared/investigation/case'],
  'shared/judging/': ['shared/protocol/'],
  'shared/palette/': ['shared/protocol/'],
  'shared/parameters/': ['shared/protocol/', 'shared/text/'],
  'shared/investigation/': ['shared/text/', 'shared/protocol/', 'shared/palette/', 'shared/parameters/'],
  'server/src/base/': ['shared/text/', 'shared/protocol/arrayFile'],
  ...Object.fromEntries(
    engine.map((word, place) => [
      `server/src/engine/${word}/`,
      [
        'shared/',
        'server/src/base/',
        // The lists of control blocks, which are TypeScript too.
        `server/kernels/${word}/[a-z]+/[a-zA-Z]*[cC]ontrol`,
        ...engine.slice(0, place).map(before => `server/src/engine/${before}/`),
      ],
    ]),
  ),
  'server/src/engine/': ['shared/', 'server/src/base/', 'server/src/engine/'],
  ...Object.fromEntries(
    editor.map(word => [
      `server/src/editor/${word}/`,
      ['shared/', 'server/src/base/', 'server/src/engine/', 'server/src/editor/'],
    ]),
  ),
  'server/src/editor/': ['shared/', 'server/src/base/', 'server/src/engine/', 'server/src/editor/'],
  // The manifest says which version this is.
  'server/src/cli/': [
    'shared/',
    'server/src/base/',
    'server/src/engine/',
    'package\\.json',
    'server/src/cli/',
  ],
  // Entry points tie the parts together.
  'server/src/': ['server/src/'],
  'client/src/base/': ['shared/', 'client/src/server/', 'webviews/src/base/'],
  'client/src/server/': ['shared/'],
  'client/src/': ['shared/', 'client/src/', 'webviews/src/base/', 'webviews/src/.*contract'],
  'webviews/src/base/': ['shared/'],
  ...Object.fromEntries(
    [
      'captures',
      'clusters',
      'hosts',
      'judging',
      'map',
      'overview',
      'queries',
      'routes',
      'similar',
      'investigation',
    ].map(word => [`webviews/src/${word}/`, ['shared/', 'webviews/src/base/']]),
  ),
  'scripts/l10n': ['shared/parameters/'],
  'scripts/': ['test/support/', 'test/bench/', 'test/torture/'],
  'test/': ['shared/', 'server/src/', 'client/src/', 'webviews/src/', 'scripts/'],
};

/** Packages and modules of Node: by default a folder has none. */
const outside = {
  '^shared/protocol/': ['vscode-languageserver-protocol'],
  '^shared/(?:text|parameters)/': ['@vscode/l10n'],
  '^server/src/base/': [
    '@vscode/l10n',
    '@duckdb',
    'fzstd',
    'unbzip2-stream',
    'xz-decompress',
    'yauzl',
    '@types/node',
    '@types/webassembly-js-api',
  ],
  '^server/src/engine/': [
    '@vscode/l10n',
    '@duckdb',
    'csv-parse',
    '@tensorflow',
    'long',
    'mmdb-lib',
    'markdown-it',
    '@types/markdown-it',
  ],
  '^server/src/engine/spark/': ['apache-arrow'],
  '^server/src/engine/captures/formats/arrow/': ['apache-arrow', 'fzstd', 'lz4js', '@types/lz4js'],
  '^server/src/engine/captures/formats/parquet/': ['apache-arrow'],
  '^server/src/editor/': ['@vscode/l10n', 'vscode-languageserver', 'mmdb-lib', 'leven'],
  '^server/src/[a-z]+\\.ts': ['@vscode/l10n', 'vscode-languageserver'],
  '^server/src/cli/': ['@vscode/l10n', 'commander'],
  '^client/src/': ['@vscode/l10n', '@types/vscode', 'vscode-languageclient', 'jsonc-parser'],
  '^webviews/src/': ['@vscode/l10n', 'd3-scale', '@types/d3-scale', 'markdown-it', '@types/markdown-it'],
  '^(?:scripts|test)/': [''],
};
/** Where there is no Node. */
const withoutNode = '^(?:shared|webviews)/';

const escape = path => path.replaceAll('.', '\\.');
// The longest folder that holds a file speaks for it.
const folders = Object.keys(may).sort((a, b) => b.length - a.length);
const inside = folders.map(folder => {
  const longer = folders
    .filter(other => other !== folder && other.startsWith(folder))
    .map(f => `^${escape(f)}`);
  return {
    from: { path: `^${escape(folder)}`, ...(longer.length > 0 ? { pathNot: longer } : {}) },
    to: { path: [`^${escape(folder)}`, ...may[folder].map(to => `^${to}`)] },
  };
});

export default {
  forbidden: [
    {
      name: 'one-door-for-formats',
      comment: 'A format of captures is known by formats.ts alone.',
      severity: 'error',
      from: {
        path: '^(?:server|client|webviews)/',
        pathNot: '^server/src/engine/captures/formats/(?:formats\\.ts|[^/]+/)',
      },
      to: { path: '^server/src/engine/captures/formats/[^/]+/' },
    },
    {
      name: 'no-circles',
      comment: 'Files that import each other are one idea, or one of them holds what belongs below both.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-loose-ends',
      comment: 'What nothing imports is dead, unless a program begins there.',
      severity: 'error',
      from: {
        orphan: true,
        pathNot: [
          '\\.d\\.m?ts$',
          '\\.(?:cjs|css)$',
          '^scripts/[^/]+\\.m?[jt]s$',
          '^scripts/host/',
          '^scripts/docs/assets/',
        ],
      },
      to: {},
    },
    {
      name: 'packages',
      comment: 'A package is used where it is listed, and nowhere else.',
      severity: 'error',
      from: { path: '^(?:shared|server|client|webviews)/' },
      to: {
        dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown', 'undetermined'],
        couldNotResolve: true,
      },
    },
    {
      name: 'no-node-here',
      comment: 'What all processes share, and pages, run without Node.',
      severity: 'error',
      from: { path: withoutNode },
      to: { dependencyTypes: ['core'] },
    },
  ],
  allowed: [
    ...inside,
    ...Object.entries(outside).map(([from, packages]) => ({
      from: { path: from },
      to: { path: packages.map(name => `node_modules/${name}`) },
    })),
    { from: { pathNot: withoutNode }, to: { dependencyTypes: ['core'] } },
  ],
  allowedSeverity: 'error',
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(?:^|/)dist/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
