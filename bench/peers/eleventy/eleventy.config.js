import {readFileSync} from 'node:fs';

// Only a corpus with photos needs the plugin: a build of pages must not pay for loading it.
const {photos} = JSON.parse(readFileSync('bench.json', 'utf8'));
const Image = photos ? (await import('@11ty/eleventy-img')).default : null;

export default function (config) {
  config.addFilter('day', date => new Date(date).toISOString().slice(0, 10));
  const activities = api => api.getFilteredByGlob('src/activities/*.md').sort((a, b) => b.date - a.date);
  config.addCollection('activities', activities);
  config.addCollection('recent', api => activities(api).slice(0, 50));
  config.addCollection('tagPages', api => {
    const tags = new Map();
    for (const page of activities(api)) for (const tag of page.data.tags) (tags.get(tag) ?? tags.set(tag, []).get(tag)).push(page);
    const pages = [];
    for (const [tag, all] of tags) for (let n = 0; n * 20 < all.length; n++) pages.push({tag, n, items: all.slice(n * 20, n * 20 + 20)});
    return pages;
  });
  config.addAsyncShortcode('picture', async (file, alt) => {
    const made = await Image('photos/' + file, {
      widths: [480, 960, 1600], formats: ['webp', 'jpeg'], outputDir: '_site/img/', urlPath: '/img/', fixOrientation: true,
      sharpWebpOptions: {quality: 80}, sharpJpegOptions: {quality: 82},
    });
    return Image.generateHTML(made, {alt, sizes: '100vw', loading: 'lazy'});
  });
  return {dir: {input: 'src'}};
}
