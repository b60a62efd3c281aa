import { describe, expect, it } from 'vitest'
import { countdown, sayAgo, saySpan, sayWhen } from '@/composables/useTime'

// Noon in Shanghai.
const NOW = Date.parse('2026-11-22T04:00:00Z')

describe('sayWhen', () => {
  it.each([
    ['2026-11-22T06:02:00Z', '今天 14:02'],
    ['2026-11-21T16:00:00Z', '今天 00:00'],
    ['2026-11-21T15:59:00Z', '昨天 23:59'],
    ['2026-11-23T10:00:00Z', '明天 18:00'],
    ['2026-11-20T04:00:00Z', '11月20日'],
    ['2025-12-31T04:00:00Z', '2025年12月31日'],
  ])('says %s as %s', (iso, words) => expect(sayWhen(iso, NOW)).toBe(words))
})

describe('sayAgo', () => {
  it.each([
    ['2026-11-22T03:59:30Z', '刚刚'],
    ['2026-11-22T03:15:00Z', '45 分钟前'],
    ['2026-11-22T02:00:00Z', '2 小时前'],
    ['2026-11-21T03:00:00Z', '昨天 11:00'],
  ])('says %s as %s', (iso, words) => expect(sayAgo(iso, NOW)).toBe(words))
})

describe('saySpan', () => {
  it.each([[0, '1 分钟'], [35, '35 分钟'], [125, '2 小时'], [179, '2 小时'], [4319, '2 天'], [4320, '3 天']])('says %i minutes as %s', (minutes, words) =>
    expect(saySpan(minutes)).toBe(words))
})

describe('countdown', () => {
  const left = (text: string, near: boolean) => ({ text, near, past: false })
  const late = (text: string) => ({ text, near: true, past: true })

  it.each([
    ['2026-11-27T15:59:00Z', left('还剩 5 天', false)],
    ['2026-11-23T16:00:00Z', left('还剩 2 天', false)],
    ['2026-11-23T15:59:00Z', left('明天 23:59 前', false)],
    ['2026-11-23T03:00:00Z', left('明天 11:00 前', true)],
    ['2026-11-22T10:00:00Z', left('今天 18:00 前', true)],
    ['2026-11-22T05:00:00Z', left('今天 13:00 前', true)],
    ['2026-11-22T04:35:30Z', left('还剩 35 分钟', true)],
    ['2026-11-22T04:00:20Z', left('还剩 1 分钟', true)],
    ['2026-11-22T04:00:00Z', late('已超时 1 分钟')],
    ['2026-11-22T01:30:00Z', late('已超时 2 小时')],
    ['2026-11-20T16:00:00Z', late('已超时 1 天')],
    ['2026-11-19T04:00:00Z', late('已超时 3 天')],
  ])('until %s', (deadline, said) => expect(countdown(deadline, NOW)).toEqual(said))

  it('says of a ballot that it is closed, for nobody is late', () => {
    expect(countdown('2026-11-21T04:00:00Z', NOW, true)).toEqual(late('已截止'))
    expect(countdown('2026-11-22T10:00:00Z', NOW, true)).toEqual(left('今天 18:00 前', true))
  })
})
