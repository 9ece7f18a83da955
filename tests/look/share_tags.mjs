// node share_tags.mjs NODE_MODULES PAGES: what three readers of share tags make of every page.
// PAGES is a JSON file of [{url, html}]; the answer on standard output is a list in the same order.
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';

const [modules, file] = process.argv.slice(2);
const require = createRequire(`${modules}/x.js`);
const ogs = require('open-graph-scraper');
const {getPreviewFromContent} = require('link-preview-js');
const of = name => require(`metascraper-${name}`)();
const metascraper = require('metascraper')(['title', 'description', 'image', 'url', 'lang', 'publisher', 'date'].map(of));

const answers = [];
for (const {url, html} of JSON.parse(readFileSync(file, 'utf8'))) {
  const {error, result} = await (ogs.default ?? ogs)({html});
  if (error) throw new Error(`${url}: ${JSON.stringify(result)}`);
  const preview = await getPreviewFromContent({headers: {'content-type': 'text/html'}, data: html, url});
  answers.push({ogs: result, metascraper: await metascraper({url, html}), preview});
}
process.stdout.write(JSON.stringify(answers));
