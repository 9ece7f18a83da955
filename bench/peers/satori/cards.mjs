// node cards.mjs CORPUS OUT FONTS: one card per post with satori, resvg and sharp, two at a time.
import {createRequire} from 'node:module';
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {pathToFileURL} from 'node:url';

const [corpus, out, fontFolder] = process.argv.slice(2);
const require = createRequire(process.cwd() + '/x.js');
const load = async name => import(pathToFileURL(require.resolve(name)).href);
const satoriModule = await load('satori');
const satori = satoriModule.default.default ?? satoriModule.default;
const resvg = await load('@resvg/resvg-js');
const renderAsync = resvg.renderAsync ?? resvg.default.renderAsync;
const sharp = (await load('sharp')).default;
const font = (file, weight) => ({name: 'Figtree', data: readFileSync(`${fontFolder}/${file}`), weight, style: 'normal'});
const fonts = [font('figtree-latin-500-normal.woff', 500), font('figtree-latin-700-normal.woff', 700)];
const posts = readFileSync(`${corpus}/posts.jsonl`, 'utf8').trim().split('\n').map(line => JSON.parse(line));
const [width, height] = [1200, 630];
const line = (text, fontSize, fontWeight, marginTop) => ({type: 'div', props: {style: {fontSize, fontWeight, marginTop, color: '#fff'}, children: text}});
mkdirSync(out, {recursive: true});

async function card(post, number) {
  const words = {
    type: 'div',
    props: {
      style: {
        display: 'flex', flexDirection: 'column', justifyContent: 'flex-end', boxSizing: 'border-box', width, height, padding: 72, fontFamily: 'Figtree',
        backgroundImage: 'linear-gradient(to bottom, rgba(0,0,0,0), rgba(0,0,0,0.75))',
      },
      children: [
        line(`${post.role} · ${post.organization}`, 30, 500, 0),
        line(post.title, 64, 700, 12),
        line(`${post.date} · ${post.hours} h`, 30, 500, 18),
        line('Amina Okafor · example.org', 30, 700, 28),
      ],
    },
  };
  const svg = await satori(words, {width, height, fonts});
  const drawn = await renderAsync(svg, {font: {loadSystemFonts: false}});
  const photo = sharp(`${corpus}/photos/${post.photos[0][0]}`).rotate().resize(width, height, {fit: 'cover'});
  const overlay = [{input: drawn.pixels, raw: {width, height, channels: 4}}];
  writeFileSync(`${out}/${number}.jpg`, await photo.composite(overlay).jpeg({quality: 88}).toBuffer());
}

let next = 0;
const worker = async () => { while (next < posts.length) { const number = next++; await card(posts[number], number); } };
await Promise.all([worker(), worker()]);
