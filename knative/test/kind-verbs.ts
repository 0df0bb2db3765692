/** What can be done with Kind's cluster and the function in it: `npx . kind VERB`, formerly `make kind-VERB`. */
export const formerKindVerbs = [
  ...['create', 'build', 'deploy', 'up', 'full', 'status', 'logs', 'shell', 'restart', 'scale', 'test'],
  ...['down', 'delete'],
];
