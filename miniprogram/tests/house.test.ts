/** Rules of the house that nobody has to remember. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { addressOf, PAGES } from '@/composables/openLink'
import { palette } from '@/styles/palette'

const SRC = 'src'
const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter(name => /\.(vue|ts|scss)$/.test(name))
const read = (name: string) => readFileSync(`${SRC}/${name}`, 'utf8')
const offenders = (rule: RegExp, ...exempt: string[]) => files.filter(name => !exempt.includes(name) && rule.test(read(name)))

const TOKENS = Object.fromEntries(
  [...read('styles/tokens.scss').matchAll(/--([\w-]+): (#[0-9A-F]{6})/g)].map(([, name, value]) => [name!, value!]))
const COLOUR = /#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?)\(/gi

describe('colours', () => {
  it('are written in the token file only', () => {
    const literal = /#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})\b|\b(?:rgba?|hsla?)\(/i
    expect(offenders(literal, 'styles/tokens.scss', 'styles/palette.ts')).toEqual([])
  })

  it('of the platform are tokens too', () => {
    const known = new Set(Object.values(TOKENS))
    const used = [...read('pages.json').match(COLOUR) ?? [], ...Object.values(palette)]
    expect(used.length).toBeGreaterThan(4)
    expect(used.filter(colour => !known.has(colour))).toEqual([])
  })

  const light = (hex: string) => [1, 3, 5]
    .map(at => parseInt(hex.slice(at, at + 2), 16) / 255)
    .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index]!, 0)
  const contrast = (one: string, other: string) => {
    const [low, high] = [light(TOKENS[one]!), light(TOKENS[other]!)].sort((a, b) => a - b)
    return (high! + 0.05) / (low! + 0.05)
  }

  it.each([
    ['ink', 'paper'], ['ink', 'wash'], ['ink-2', 'paper'], ['ink-2', 'card'], ['ink-2', 'wash'],
    ['bamboo', 'card'], ['bamboo', 'paper'], ['ink-inverse', 'bamboo'], ['bamboo-deep', 'bamboo-wash'],
    ['cinnabar', 'card'], ['cinnabar', 'paper'], ['ink-inverse', 'cinnabar'], ['cinnabar-deep', 'cinnabar-wash'],
    ['amber-deep', 'card'], ['amber-deep', 'paper'], ['amber-deep', 'amber-wash'],
    ['slate', 'card'], ['slate-deep', 'slate-wash'],
  ])('let %s be read on %s', (words, ground) => expect(contrast(words, ground)).toBeGreaterThanOrEqual(4.5))
})

describe('what stays on the phone', () => {
  it('goes through one file', () => {
    expect(offenders(/StorageSync|\bsetStorage\b|localStorage/, 'session/storage.ts')).toEqual([])
  })
})

describe('old phones', () => {
  it('are asked for no method younger than they are', () => {
    expect(offenders(/\.(?:at|replaceAll|findLast|findLastIndex|toSorted|toReversed)\(|\bstructuredClone\(|Object\.(?:hasOwn|groupBy)\(/)).toEqual([])
  })
})

describe('the outside', () => {
  it('is asked through one file', () => {
    expect(offenders(/uni\.(request|uploadFile|downloadFile|connectSocket)\b|\bfetch\(/, 'api/http.ts')).toEqual([])
  })

  it('is known by no address of its own', () => {
    expect(offenders(/https?:\/\/(?!127\.0\.0\.1|example\.org)/)).toEqual([])
  })
})

describe('pages', () => {
  interface Listed { path: string }
  const json = JSON.parse(read('pages.json').replace(/^\s*\/\/.*$/gm, '')) as
    { pages: Listed[], subPackages: { root: string, pages: Listed[] }[] }
  const listed = [
    ...json.pages.map(page => page.path),
    ...json.subPackages.flatMap(pack => pack.pages.map(page => `${pack.root}/${page.path}`)),
  ]

  it('in the list exist, and existing pages are in the list', () => {
    const found = files
      .filter(name => /^pages\/[\w-]+\/index\.vue$|^features\/[\w-]+\/pages\/[\w-]+\.vue$/.test(name))
      .map(name => name.replace(/\.vue$/, ''))
    expect([...listed].sort()).toEqual(found.sort())
  })

  it('behind a link are there as soon as their feature is', () => {
    const features = json.subPackages.map(pack => `/${pack.root}/`)
    const there = Object.values(PAGES).filter(page => features.some(feature => page.startsWith(feature)))
    expect(there.filter(page => !listed.includes(page.slice(1)))).toEqual([])
  })

  it('that the app leads to are in the list', () => {
    const address = /['"`](\/(?:features|pages)\/[\w-]+(?:\/[\w-]+)+)['"`?]/g
    const led = files.flatMap(name => [...read(name).matchAll(address)].map(found => found[1]!.slice(1)))
    expect(led.length).toBeGreaterThan(20)
    expect(led.filter(page => !listed.includes(page) && page !== 'features/deliberation/pages')).toEqual([])
  })

  it('are found by the links of the server', () => {
    expect(addressOf('topic:123')).toBe('/features/deliberation/pages/topic?id=123')
    expect(addressOf('review')).toBe('/features/identity/pages/queue')
    expect(addressOf('unheard-of:1')).toBe('')
  })

  it('have tab icons of the size that WeChat takes', () => {
    for (const name of ['home', 'hall', 'neighbours', 'mine'].flatMap(tab => [tab, `${tab}-on`])) {
      const path = `${SRC}/static/tabs/${name}.png`
      expect(existsSync(path)).toBe(true)
      const png = readFileSync(path)
      expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([81, 81])
      expect(png.length).toBeLessThan(40_000)
    }
  })
})
