// Keeps .kiprah between deploys, so that only what changed is made again. Without it a deploy is slower, never different.
module.exports = {
  async onPreBuild({ utils }) {
    await utils.cache.restore(".kiprah");
  },
  async onPostBuild({ utils }) {
    await utils.cache.save(".kiprah");
  },
};
