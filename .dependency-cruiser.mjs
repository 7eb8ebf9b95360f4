/**
 * The import law: who may know whom. notice ← domain ← contract ← edge, aws ← compose ← handlers; use cases see rules, contract and
 * ports; the embedded runtime sees nothing of the product; the cloud takes functions by path.
 */
const may = (name, from, to, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { path: '^(shared|functions|infra|test)/', pathNot: to },
});

const rules = '^shared/(notice|domain|contract)/';

export default {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    may('notice-stands-alone', '^shared/notice/', '^shared/notice/', 'the notice is data'),
    may(
      'domain-knows-the-notice-only',
      '^shared/domain/',
      '^shared/(notice|domain)/',
      'rules have no wire and no cloud',
    ),
    may('contract-knows-the-domain', '^shared/contract/', rules, 'what crosses a wire is made of rules'),
    may('sheet-knows-nobody', '^shared/sheet/', '^shared/sheet/', 'files and tables, for any product'),
    may('pdf-knows-nobody', '^shared/pdf/', '^shared/pdf/', 'documents and their pages, for any product'),
    may(
      'scan-knows-pdf',
      '^shared/scan/',
      '^shared/(scan|pdf)/',
      'what is to be seen on scanned pages, for any product',
    ),
    {
      name: 'only-sheet-knows-hucre',
      severity: 'error',
      from: { path: '^(functions|shared|infra)/', pathNot: '^shared/sheet/' },
      to: { path: 'node_modules/hucre/' },
    },
    {
      name: 'only-documents-know-docx',
      severity: 'error',
      from: { path: '^(functions|shared|infra)/', pathNot: '^shared/document/' },
      to: { path: 'node_modules/docx/' },
    },
    may(
      'document-knows-contract-and-sheets',
      '^shared/document/',
      `${rules}|^shared/(document|sheet)/`,
      'what stands on paper and in spreadsheets is made of rules',
    ),
    may(
      'edge-knows-contract-and-ports',
      '^shared/edge/',
      `${rules}|^shared/(edge/|ports|fault)`,
      'HTTP lives here',
    ),
    may(
      'aws-knows-contract-and-ports',
      '^shared/aws/',
      `${rules}|^shared/(aws/|ports|fault)`,
      'the SDK lives here',
    ),
    may(
      'ports-know-the-domain',
      '^shared/(ports[a-z-]*|fault)\\.ts$',
      '^shared/(notice/|domain/|ports)',
      'the outside world in the words of the rules',
    ),
    may(
      'compose-hands-out',
      '^shared/compose\\.ts$',
      '^shared/(aws/|ports|contract/environment)',
      'composition only',
    ),
    {
      name: 'functions-are-islands',
      severity: 'error',
      from: { path: '^functions/([^/]+)/' },
      to: { path: '^functions/([^/]+)/', pathNot: '^functions/$1/' },
    },
    {
      name: 'only-handlers-compose',
      severity: 'error',
      from: { path: '^functions/', pathNot: '/handler\\.ts$' },
      to: { path: '^shared/(compose|aws)' },
    },
    may('functions-know-shared', '^functions/', '^(shared|functions)/', 'functions stand on shared alone'),
    {
      name: 'use-cases-do-not-know-middy',
      severity: 'error',
      from: { path: '^(functions|shared)/', pathNot: '^shared/edge/' },
      to: { path: 'node_modules/@middy/' },
    },
    {
      name: 'use-cases-do-not-know-the-sdk',
      severity: 'error',
      from: { path: '^(functions|shared)/', pathNot: '^shared/aws/' },
      to: { path: 'node_modules/@(aws-sdk|smithy)/' },
    },
    {
      name: 'domain-is-pure',
      severity: 'error',
      from: { path: '^shared/(notice|domain|document)/' },
      to: { dependencyTypes: ['core'] },
    },
    may(
      'embedded-knows-nothing-of-us',
      '^infra/embedded/',
      '^infra/embedded/',
      'a small AWS, for any product',
    ),
    may(
      'cloud-knows-contract-and-notice',
      '^infra/cloud/',
      `${rules}|^infra/cloud/`,
      'functions are taken by path',
    ),
    may('desk-knows-cloud-and-embedded', '^infra/desk/', `${rules}|^infra/`, 'stands the product up'),
    {
      name: 'nobody-knows-the-tests',
      severity: 'error',
      from: { pathNot: '^test/' },
      to: { path: '^test/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
