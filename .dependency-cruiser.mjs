// Which file may import which; `npm run lint` checks it. A type import counts like any other.

/** Each room, and the rooms that it may import from. */
const rooms = {
  tools: [],
  function: ['tools'],
  clients: [],
  knative: ['function', 'tools'],
  observability: ['knative', 'function', 'tools'],
  ci: ['knative', 'function', 'clients', 'tools'],
  cli: ['ci', 'observability', 'knative', 'function', 'clients', 'tools'],
};

/** function/src from the bottom up: a file imports from its own folder, and from the lines above its line here. */
const layers = [
  ['errors', 'config', 'stop-signals'],
  ['image'],
  ['model'],
  ['json'],
  ['v2'],
  ['body'],
  ['http'],
  ['telemetry'],
  ['verdicts'],
  ['access', 'batch', 'events', 'explain', 'openapi'],
  ['routes'],
  ['app'],
  ['handler'],
  ['listener'],
  ['function'],
  ['main', 'functions-framework'],
];

const roomRules = Object.entries(rooms).map(([room, allowed]) => ({
  name: `${room}-imports-only-${['itself', ...allowed].join('-')}`,
  // The tests of the clients run against the function itself; the program of package.json's bin starts the command line.
  from: { path: `^${room}/`, pathNot: '^clients/.*/test/|^function/cli/cats-vs-dogs.mjs$' },
  to: {
    dependencyTypes: ['local'],
    path: '/',
    pathNot: [
      `^(${[room, ...allowed].join('|')})/`,
      ...(room === 'clients' ? ['^function/src/openapi/'] : []),
    ],
  },
}));

const inSource = (names) => `^function/src/(${names.join('|')})[./]`;
const layerRules = layers.flatMap((peers, index) =>
  peers.map((name) => ({
    name: `${name}-imports-only-lower-layers`,
    from: { path: inSource([name]) },
    to: { path: '^function/src/', pathNot: inSource([name, ...layers.slice(0, index).flat()]) },
  })),
);

const TESTS = '(^|/)(test|e2e)/';
const TESTS_AND_BENCHMARKS =
  '(^|/)(test|bench|harness|[\\w-]*e2e)/|/commands/([\\w-]*e2e|bench[\\w-]*)\\.ts$';

const rules = [
  { name: 'no-cycles', from: {}, to: { circular: true } },
  { name: 'only-tests-import-tests', from: { pathNot: TESTS }, to: { path: TESTS } },
  {
    name: 'only-tests-and-benchmarks-import-a-harness',
    from: { pathNot: TESTS_AND_BENCHMARKS },
    to: { path: '(^|/)harness/' },
  },
  ...roomRules,
  ...layerRules,
];

export default {
  forbidden: rules.map((rule) => ({ severity: 'error', ...rule })),
  options: {
    parser: 'swc',
    exclude: '^(node_modules|dist|coverage|model-build|test-output)/',
  },
};
