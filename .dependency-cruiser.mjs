export default {
  forbidden: [{ name: 'no', severity: 'error', from: { path: 'x.ts' }, to: { path: 'y.ts' } }],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
  },
};
