// A registry of a few packages made here and a few of Debian's, for one build.
const fs = require('fs'), http = require('http'), path = require('path'), crypto = require('crypto')
const { execFileSync } = require('child_process')

const write = (file, text) => { fs.mkdirSync(path.dirname(file), { recursive: true }); fs.writeFileSync(file, text) }
const made = [
  { name: '@tare/outer', version: '1.0.0', dependencies: { inner: '^1.0.0' }, peerDependencies: { shared: '*' }, optionalDependencies: { native: '*' } },
  { name: 'outer', version: '3.0.0', bin: { outer: 'index.js' }, dependencies: { inner: '^1.0.0' }, bundleDependencies: ['inner'] },
  { name: 'inner', version: '1.0.0' },
  { name: 'inner', version: '2.0.0', dependencies: { shared: '1.x' } },
  { name: 'shared', version: '1.2.3' },
  { name: 'native', version: '1.0.0', os: ['linux'] },
  { name: 'devtool', version: '1.0.0', dependencies: { cyclic: '*' } },
  { name: 'cyclic', version: '1.0.0', dependencies: { devtool: '*' } },
]
for (const json of made) {
  const folder = `made/${json.name.replace('/', '+')}@${json.version}`
  write(`${folder}/package.json`, JSON.stringify(json))
  write(`${folder}/index.js`, '#!/usr/bin/env node\n' + `module.exports = "${json.name} ${json.version}"\n`.repeat(20))
  // Neither of these is an installed package.
  write(`${folder}/dist/esm/package.json`, '{ "type": "module" }')
  write(`${folder}/test/fixture/package.json`, '{ "name": "fixture", "version": "9.9.9" }')
}
write('made/outer@3.0.0/node_modules/inner/package.json', JSON.stringify(made[2]))
write('made/outer@3.0.0/node_modules/inner/index.js', '')

const packages = {}
const debian = ['chalk', 'ansi-styles', 'supports-color', 'color-convert', 'color-name', 'has-flag', 'escape-string-regexp', 'wrap-ansi', 'string-width', 'strip-ansi', 'ansi-regex']
const folders = fs.readdirSync('made').map(name => path.resolve('made', name))
  .concat(debian.map(name => `/usr/share/nodejs/${name}`).filter(name => fs.existsSync(name)).map(name => fs.realpathSync(name)))
for (const folder of folders) {
  const json = JSON.parse(fs.readFileSync(`${folder}/package.json`))
  const copy = path.resolve('copy', path.basename(folder))
  fs.cpSync(folder, copy, { recursive: true, dereference: true })
  delete json.scripts; delete json.files; delete json.devDependencies
  write(`${copy}/package.json`, JSON.stringify(json, null, 2))
  const tarball = execFileSync('npm', ['pack', '--silent', '--ignore-scripts', copy]).toString().trim().split('\n').pop()
  const bytes = fs.readFileSync(tarball)
  const entry = packages[json.name] ||= { name: json.name, 'dist-tags': {}, versions: {} }
  entry['dist-tags'].latest = json.version
  entry.versions[json.version] = { ...json, dist: {
    tarball: `http://127.0.0.1:4873/-/${tarball}`,
    shasum: crypto.createHash('sha1').update(bytes).digest('hex'),
    integrity: 'sha512-' + crypto.createHash('sha512').update(bytes).digest('base64') } }
}
http.createServer((request, response) => {
  const name = decodeURIComponent(request.url.slice(1))
  if (name.startsWith('-/') && fs.existsSync(path.basename(name))) return response.end(fs.readFileSync(path.basename(name)))
  if (!packages[name]) { response.statusCode = 404; return response.end('{}') }
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify(packages[name]))
}).listen(4873, '127.0.0.1', () => write('ready', ''))
