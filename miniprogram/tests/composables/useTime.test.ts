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
  it.each([[0, '1 分钟'], [35, '35 分钟'], [125, '2 小时'], [4320, '3 天']])('says %i minutes as %s', (minutes, words) =>
    expect(saySpan(minutes)).toBe(words))
})

describe('countdown', () => {
  it.each([
    ['2026-11-24T07:00:00Z', { text: '还剩 2 天 3 小时', near: false, past: false }],
    ['2026-11-24T04:10:00Z', { text: '还剩 2 天', near: false, past: false }],
    ['2026-11-23T03:00:00Z', { text: '还剩 23 小时', near: true, past: false }],
    ['2026-11-22T04:00:20Z', { text: '还剩 1 分钟', near: true, past: false }],
    ['2026-11-22T04:00:00Z', { text: '已到期', near: true, past: true }],
  ])('until %s', (deadline, left) => expect(countdown(deadline, NOW)).toEqual(left))
})
