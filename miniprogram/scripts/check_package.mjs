/** Fails when the main package of the WeChat build reaches WeChat's limit of 2 MB. Run after `npm run build:mp-weixin`. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

const LIMIT = 2 * 1024 * 1024
const ROOT = process.argv[2] ?? 'dist/build/mp-weixin'

const sizeOf = path => statSync(path).isDirectory()
  ? readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0)
  : statSync(path).size

const kib = bytes => `${(bytes / 1024).toFixed(0)} KB`

if (!existsSync(join(ROOT, 'app.json'))) {
  console.error(`${ROOT} 里没有小程序，请先运行 npm run build:mp-weixin`)
  process.exit(2)
}

const app = JSON.parse(readFileSync(join(ROOT, 'app.json'), 'utf8'))
const packages = (app.subPackages ?? app.subpackages ?? []).map(one => ({ root: one.root, size: sizeOf(join(ROOT, one.root)) }))
const main = sizeOf(ROOT) - packages.reduce((sum, one) => sum + one.size, 0)

for (const one of [{ root: '主包', size: main }, ...packages]) {
  const verdict = one.size >= LIMIT ? '超过 2 MB' : '合格'
  console.log(`${one.root}: ${kib(one.size)} ${verdict}`)
  if (one.size >= LIMIT) process.exitCode = 1
}
