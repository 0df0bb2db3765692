const { createServer } = require('node:http');

const server = createServer((request, response) => {
  request.resume().on('end', () => response.end('hello\n'));
});
server.listen(process.env.PORT || 8080);
process.once('SIGTERM', () => {
  server.close(() => process.exit(0));
  server.closeIdleConnections();
});
