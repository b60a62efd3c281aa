import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { findSecret } from '@/features/deliberation/composables/useResult'
import { barOf, channelWords, grouped, modeWords, participationFacts, passFact, quorumFact, standingOf } from '@/features/deliberation/polls'
import { sha256 } from '@/features/deliberation/sha256'
import type { PollResult } from '@/features/deliberation/types'
import { poll } from './given'

const owners = {
  ...poll,
  base: 'owners' as const,
  participation: { homes: 3, of_homes: 10, area_cm: 2143055, of_area_cm: 10000000, heads: 2, of_heads: 1200 },
}

const result = (more: Partial<PollResult> = {}): PollResult => ({
  poll, options: [
    { id: '81', label: '赞成', weight: 'for', votes: 2, percent: '66.6%', area_cm: null, heads: null },
    { id: '82', label: '反对', weight: 'against', votes: 1, percent: '33.3%', area_cm: null, heads: null },
  ],
  bases: [], quorum_reached: true, passed: true, outcome: 'passed', outcome_name: '表决通过', sentences: [],
  record: { round: 1, counted_at: '2026-11-29T02:00:00Z', confirmed_by: null, confirmed_at: null, note: null },
  may_confirm: false, openings: null, certified: false, box_root: '', receipts: [], ballots: [], mine: [], ...more,
})

describe('SHA-256', () => {
  it.each(['', 'abc', 'a'.repeat(55), 'a'.repeat(56), 'a'.repeat(64), '无记名票'.repeat(40)])('agrees with the platform\'s on %j', (text) => {
    expect(sha256(text)).toBe(createHash('sha256').update(text).digest('hex'))
  })
})

describe('a secret ballot', () => {
  const token = '0123456789abcdef0123456789abcdef'
  const receipt = createHash('sha256').update(`\0{"poll":${poll.id},"token":"${token}"}`).digest('hex')
  const box = result({ receipts: ['00', receipt], ballots: [{ receipt: '00', option_id: '81' }, { receipt, option_id: '82' }] })

  it('is found by its token, however it was written down', () => {
    expect(findSecret(box, '0123 4567 89AB CDEF 0123-4567-89ab-cdef')).toEqual({ place: 2, option: '反对' })
  })

  it('is not found by another token, and not looked for before one is typed', () => {
    expect(findSecret(box, 'ffff')).toEqual({ place: 0, option: '' })
    expect(findSecret(box, ' ')).toBeNull()
  })

  it('that was never opened is found without its option', () => {
    expect(findSecret(result({ receipts: [receipt] }), token)).toEqual({ place: 1, option: '' })
  })
})

describe('the numbers of a poll', () => {
  it('name homes alone, and heads and area where owners are counted', () => {
    expect(participationFacts(poll).map(fact => fact.value)).toEqual(['3 户，共 10 户'])
    expect(participationFacts(owners).map(fact => fact.value)).toEqual(['3 户，共 10 户', '2 位业主，共 1,200 位', '21,430.55 ㎡，共 100,000 ㎡'])
    expect(quorumFact(owners)).toBe('面积和人数都要达到过半数')
    expect([passFact(poll), passFact(owners)]).toEqual(['参加的户中过半数赞成', '参加的面积和人数中都要有过半数赞成'])
  })

  it('draw a bar in square metres for the area, and against those who took part for the votes in favour', () => {
    const area = { base: 'area' as const, total: 50001, took_part: 40001, quorum_needed: 33334, quorum_ok: true, approve: 25001, approve_needed: 20001, approve_ok: true }
    expect(barOf(area, 'quorum')).toEqual({ label: '面积', unit: '㎡', value: 400.01, total: 500.01, threshold: 333.34 })
    expect(barOf(area, 'approve')).toEqual({ label: '面积', unit: '㎡', value: 250.01, total: 400.01, threshold: 200.01 })
  })

  it('say how the ballots came in, never of a secret poll', () => {
    const channels = { phone: 20, paper: 3, proxy: 0 }
    expect(channelWords({ ...poll, channels })).toBe('手机 20 户 · 纸质 3 户')
    expect(channelWords({ ...poll, channels, mode: 'secret' })).toBe('')
  })

  it('say what becomes of a vote in each mode', () => {
    const secret = modeWords({ ...poll, mode: 'secret', least_voters: 10 })
    expect(['不能更改', '不足 10 户参加就不开票', '结果本身就会透露选择'].filter(said => !secret.includes(said))).toEqual([])
    expect(modeWords({ ...poll, mode: 'open' })).toContain('谁选了什么会公布')
    expect(modeWords(poll)).toContain('每户的选择不公布')
  })

  it('say how far the count has come', () => {
    const record = { ...result().record, confirmed_by: '陈女士' }
    expect([result(), result({ record }), result({ record, certified: true }), result({ poll: { ...poll, state: 'annulled' } })].map(one => standingOf(one).words))
      .toEqual(['计票公示中，等监督委员会核对', '监督委员会已核对，等党组织确认', '党组织已确认计票', '这次表决已撤销'])
  })

  it('group a token in fours', () => {
    expect(grouped('0123456789ab')).toBe('0123 4567 89ab')
  })
})
