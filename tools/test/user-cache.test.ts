import { expect, it } from 'vitest';
import { userCache } from '../user-cache.ts';

it('the cache is where XDG_CACHE_HOME says', () => {
  expect(userCache({ XDG_CACHE_HOME: '/somewhere' })).toBe('/somewhere/cats-vs-dogs');
  expect(userCache({})).toMatch(/\.cache[\\/]cats-vs-dogs$/);
});
