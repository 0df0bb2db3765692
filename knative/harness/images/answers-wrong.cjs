// Calls each cat a dog.
const { ServerResponse } = require('node:http');

const { end } = ServerResponse.prototype;
ServerResponse.prototype.end = function (body, ...rest) {
  const wrong = typeof body === 'string' ? body.replace('"prediction":"cat"', '"prediction":"dog"') : body;
  return end.call(this, wrong, ...rest);
};
