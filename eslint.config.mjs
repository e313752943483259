import tseslint from 'typescript-eslint';

// What each folder may import, and that none imports itself in a circle, is in .dependency-cruiser.mjs.
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
);
