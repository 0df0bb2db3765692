// Answers 500 to every fifth photo, once it has answered as many as a smoke test sends.
const { Server } = require('node:http');

const GOOD_ONES = 30;
const FAILS_EACH = 5;
let photos = 0;
const { emit } = Server.prototype;
Server.prototype.emit = function (event, request, response, ...rest) {
  const isPhoto = event === 'request' && request.method === 'POST';
  if (isPhoto) photos += 1;
  if (!isPhoto || photos < GOOD_ONES || photos % FAILS_EACH !== 0) {
    return emit.call(this, event, request, response, ...rest);
  }
  request.resume().on('end', () => response.writeHead(500).end());
  return true;
};
