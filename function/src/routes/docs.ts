import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Route, Routes } from '../app.ts';
import { openApiDocument } from '../openapi.ts';
import { send } from '../respond.ts';

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

/** GET /openapi.json, /docs (Swagger UI, served from here alone) and /redoc, which leads there. */
export function docsRoutes(version: string, swaggerUiFolder: string): Routes {
  let text: string | undefined;
  const document = () => {
    text ??= JSON.stringify(openApiDocument(version));
    return text;
  };
  const docs: Route = staticRoute('text/html; charset=utf-8', () => page);
  const routes: Routes = {
    '/openapi.json': { GET: staticRoute('application/json; charset=utf-8', document) },
    '/docs': { GET: docs },
    '/docs/': { GET: docs },
    '/docs/start.js': { GET: staticRoute('text/javascript; charset=utf-8', () => startScript) },
    '/redoc': {
      GET: { handle: (_, response, context) => send(response, context, 308, { location: '/docs' }, '') },
    },
  };
  for (const [file, type] of Object.entries(assets)) {
    routes[`/docs/${file}`] = { GET: staticRoute(type, () => readFile(path.join(swaggerUiFolder, file))) };
  }
  return routes;
}

function staticRoute(contentType: string, content: () => string | Promise<Buffer>): Route {
  return {
    async handle(request, response, context) {
      const body = await content();
      const etag = `"${createHash('sha256').update(body).digest('base64url')}"`;
      const headers = {
        etag,
        'cache-control': 'public, max-age=3600',
        'content-security-policy': contentSecurityPolicy,
        'referrer-policy': 'no-referrer',
      };
      if (request.headers['if-none-match'] === etag) send(response, context, 304, headers, '');
      else send(response, context, 200, { 'content-type': contentType, ...headers }, body);
    },
  };
}
