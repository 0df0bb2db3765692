import type { Config } from '../config.ts';
import { send } from '../http/respond.ts';
import type { Route, Routes } from '../http/route.ts';
import { fileRoute, staticContent, staticRoute } from '../http/static.ts';
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

const headers = { 'cache-control': 'public, max-age=3600', 'content-security-policy': contentSecurityPolicy };

/** GET /openapi.json, /docs (Swagger UI, served from here alone) and /redoc, which leads there. */
export function docsRoutes(version: string, config: Config, swaggerUiFolder: string): Routes {
  const batch = { photos: config.MAX_BATCH_PHOTOS, bytes: config.MAX_BATCH_BYTES };
  const document = () => JSON.stringify(openApiDocument(version, batch));
  const route = (type: string, body: () => string): Route =>
    staticRoute(() => staticContent(`${type}; charset=utf-8`, body(), headers));
  const docs = route('text/html', () => page);
  const files = ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png'];
  return {
    '/openapi.json': { GET: route('application/json', document) },
    '/docs': { GET: docs },
    '/docs/': { GET: docs },
    '/docs/start.js': { GET: route('text/javascript', () => startScript) },
    '/redoc': {
      GET: { handle: (_, response, context) => send(response, context, 308, { location: '/docs' }, '') },
    },
    ...Object.fromEntries(
      files.map((file) => [`/docs/${file}`, { GET: fileRoute(swaggerUiFolder, file, headers) }]),
    ),
  };
}
