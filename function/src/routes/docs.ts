import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { send } from '../http/respond.ts';
import type { Route, Routes } from '../http/route.ts';
import { staticRoute } from '../http/static.ts';
import { openApiDocument } from '../openapi/document.ts';

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>cats-vs-dogs API</title>
<link rel="stylesheet" href="/docs/swagger-ui.css">
<link rel="icon" type="image/png" href="/docs/favicon-32x32.png">
</head>
<body>
<div id="swagger-ui"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
`;
const startScript = "SwaggerUIBundle({ url: '/openapi.json', dom_id: '#swagger-ui', validatorUrl: null });\n";

// Swagger UI writes style attributes and draws its icons from data: URLs; nothing comes from elsewhere.
const contentSecurityPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
  "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const assets = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
};

const headers = { 'cache-control': 'public, max-age=3600', 'content-security-policy': contentSecurityPolicy };

/** GET /openapi.json, /docs (Swagger UI, served from here alone) and /redoc, which leads there. */
export function docsRoutes(version: string, swaggerUiFolder: string): Routes {
  let text: string | undefined;
  const document = () => {
    text ??= JSON.stringify(openApiDocument(version));
    return text;
  };
  const route = (type: string, body: () => string | Promise<Buffer>): Route =>
    staticRoute(async () => ({ type, body: await body(), headers }));
  const docs = route('text/html; charset=utf-8', () => page);
  const routes: Routes = {
    '/openapi.json': { GET: route('application/json; charset=utf-8', document) },
    '/docs': { GET: docs },
    '/docs/': { GET: docs },
    '/docs/start.js': { GET: route('text/javascript; charset=utf-8', () => startScript) },
    '/redoc': {
      GET: { handle: (_, response, context) => send(response, context, 308, { location: '/docs' }, '') },
    },
  };
  for (const [file, type] of Object.entries(assets)) {
    routes[`/docs/${file}`] = { GET: route(type, () => readFile(path.join(swaggerUiFolder, file))) };
  }
  return routes;
}
