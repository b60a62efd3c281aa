import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const MB = 1024 * 1024
let root = ''

const check = () => spawnSync('node', ['scripts/check_package.mjs', root], { encoding: 'utf8' })

function build(mainBytes: number, subBytes: number): void {
  mkdirSync(join(root, 'features/market'), { recursive: true })
  writeFileSync(join(root, 'app.json'), JSON.stringify({ subPackages: [{ root: 'features/market' }] }))
  writeFileSync(join(root, 'vendor.js'), Buffer.alloc(mainBytes))
  writeFileSync(join(root, 'features/market/item.js'), Buffer.alloc(subBytes))
}

describe('the size check', () => {
  beforeEach(() => void (root = mkdtempSync(join(tmpdir(), 'mp-'))))
  afterEach(() => rmSync(root, { recursive: true }))

  it('counts sub-packages apart', () => {
    build(1.2 * MB, 1.2 * MB)
    expect(check().status).toBe(0)
  })

  it('fails on a main package of 2 MB', () => {
    build(2 * MB, 0)
    expect(check()).toMatchObject({ status: 1, stdout: expect.stringContaining('超过 2 MB') })
  })

  it('fails when nothing was built', () => {
    expect(check().status).toBe(2)
  })
})
