/** Of the container that `npm run image:run` starts and `npm run image:stop` ends. */
export const CONTAINER = 'cats-vs-dogs';
