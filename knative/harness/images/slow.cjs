// Answers each photo a quarter of a second late.
const { Server } = require('node:http');

const DELAY_MS = 250;
const { emit } = Server.prototype;
Server.prototype.emit = function (event, request, ...rest) {
  if (event !== 'request' || request.method !== 'POST') return emit.call(this, event, request, ...rest);
  setTimeout(() => emit.call(this, event, request, ...rest), DELAY_MS);
  return true;
};
