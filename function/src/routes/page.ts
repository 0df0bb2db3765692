import type { Route, Routes } from '../http/route.ts';
import { fileRoute, staticContent, staticRoute } from '../http/static.ts';
import type { Classifier } from '../model/classifier.ts';

const contentSecurityPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

/** Of every page for people. */
export const pageHeaders = {
  // Its parts have no version in their names: a browser asks whether it still has the newest.
  'cache-control': 'no-cache',
  'content-security-policy': contentSecurityPolicy,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

/** The page for browsers, where `/` is asked for as HTML. */
export const pageRoute = (webFolder: string): Route =>
  fileRoute(webFolder, 'index.html', { ...pageHeaders, vary: 'Accept' });

/** What the page loads; its sample photo is the picture of the model's self-test. */
export function pageAssetRoutes(webFolder: string, ready: () => Classifier): Routes {
  const routes = ['page.css', 'page.js', 'sha256.js', 'model.css', 'icon.svg'].map((file) => [
    `/web/${file}`,
    { GET: fileRoute(webFolder, file, pageHeaders) },
  ]);
  const sample = staticRoute(() => staticContent('image/jpeg', ready().selfTestPhoto, pageHeaders));
  return { ...Object.fromEntries(routes), '/web/sample.jpg': { GET: sample } };
}
