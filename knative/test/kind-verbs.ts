/** What can be done with Kind's cluster and the function in it: `npm run kind:VERB`, formerly `make kind-VERB`. */
export const kindVerbs = [
  ...['create', 'build', 'deploy', 'up', 'full', 'status', 'logs', 'shell', 'restart', 'scale', 'test'],
  ...['down', 'delete'],
];
