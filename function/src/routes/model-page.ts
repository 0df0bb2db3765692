import { marked } from 'marked';

/** The model card, in Markdown, as a page for people. What is HTML in it is shown as text. */
export function modelPage(card: string): string {
  const text = card.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  // A table that is wider than the window scrolls, by the keyboard too.
  const content = marked.parse(text, { async: false }).replaceAll('<table>', '<table tabindex="0">');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>What is known of the model</title>
<link rel="icon" href="web/icon.svg">
<link rel="stylesheet" href="web/page.css">
<link rel="stylesheet" href="web/model.css">
</head>
<body>
<main>
${content}
</main>
<footer><p><a href="./">Back to the photos</a></p></footer>
</body>
</html>
`;
}
