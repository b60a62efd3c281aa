import { describe, expect, it } from 'vitest'
import { useCopies } from '@/features/oversight/composables/useCopies'
import type { LedgerCopy } from '@/features/oversight/api'
import { sayCopy } from '@/features/oversight/words'
import { lastAsked } from '../setup'
import { refuses, says, signedIn } from '../member'

const copy = (more: Partial<LedgerCopy> = {}): LedgerCopy => ({
  community_id: '7', community: '锦秋居委会', state: 'same', state_name: '一致', note: null,
  day: '2026-11-24', seq: 57, hash: '3f9a01c4'.repeat(8), received_at: '2026-11-23T16:01:00Z', ...more,
})

describe('the copies of the ledgers', () => {
  it('are of all communities below an office, page by page', async () => {
    signedIn()
    const copies = useCopies()
    says({ items: [copy()], next: '7' })
    await copies.open()
    expect(lastAsked().url).toMatch(/\/api\/v1\/ledger-copies$/)
    says({ items: [copy({ community_id: '8' })], next: null })
    await copies.list.more()
    expect(lastAsked().url).toContain('after=7')
    expect(copies.list.items.map(one => one.community_id)).toEqual(['7', '8'])
  })

  it('are not for who has no such office', async () => {
    signedIn()
    const copies = useCopies()
    refuses('forbidden', '各社区台账的存证由区和街镇的督查员、观察员查看')
    await copies.open()
    expect(copies.failure.value).toContain('督查员')
    expect(copies.list.items).toEqual([])
  })

  it('say the day, the row and the first digits of the head', () => {
    expect(sayCopy(copy())).toBe('11月24日存证 · 第 57 条 · 链头 3f9a01c4')
    expect(sayCopy(copy({ seq: 0, hash: '0'.repeat(64) }))).toBe('11月24日存证 · 台账还是空的')
    expect(sayCopy(copy({ day: null, seq: null, hash: null }))).toContain('每天公布一次')
  })
})
