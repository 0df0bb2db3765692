// For the command line and for the page: nothing here may need Node.js or a browser.

// A spreadsheet takes a cell that begins so for a formula, and may run it.
const FORMULA = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/;
const MARK = "'";
const unmarked = (text: string) => text.replace(/^'+/, '');

/** The text with a mark before what a spreadsheet takes for a formula; also before text that has such a mark already. */
export const withoutFormula = (text: string) => (FORMULA.test(unmarked(text)) ? MARK + text : text);

/** The text that `withoutFormula` got. */
export const withFormula = (text: string) =>
  text.startsWith(MARK) && FORMULA.test(unmarked(text)) ? text.slice(1) : text;
