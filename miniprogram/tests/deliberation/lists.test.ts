import { beforeEach, describe, expect, it } from 'vitest'
import { useInbox } from '@/features/deliberation/composables/useInbox'
import { gather, useLedger } from '@/features/deliberation/composables/useLedger'
import { findOwn } from '@/features/deliberation/composables/useResult'
import { useTargets } from '@/features/deliberation/composables/useTargets'
import type { LedgerRow, PollResult } from '@/features/deliberation/types'
import { showSegment } from '@/pages/hall/segment'
import { useHall } from '@/pages/hall/useHall'
import { answer, asked, lastAsked, ok } from '../setup'
import { me, poll, signIn, topic } from './given'

const row = (seq: number, action: string) => ({ id: String(seq), seq, action_name: action }) as LedgerRow

describe('the hall', () => {
  beforeEach(() => showSegment('open'))

  it('shows one\'s own unpublished topics once, above the others', async () => {
    signIn()
    answer(ok(me()), ok({ items: [topic({ id: '1' }), topic({ id: '2' })], next: null, mine: { drafts: [topic({ id: '2' })] } }))
    const hall = useHall()
    await hall.open()
    expect([hall.drafts.value.map(one => one.id), hall.rest.value.map(one => one.id)]).toEqual([['2'], ['1']])
  })

  it('starts over with another segment', async () => {
    signIn()
    answer(ok(me()), ok({ items: [topic()], next: null, mine: { drafts: [] } }))
    const hall = useHall()
    await hall.open()
    answer(ok({ items: [], next: null, mine: { drafts: [] } }))
    await hall.choose('decided')
    expect(lastAsked().url).toContain('state=decided')
    expect([hall.state.value, hall.bare.value]).toEqual(['ready', true])
  })

  it('turned by another page starts over when it opens, and asks once', async () => {
    signIn()
    answer(ok(me()), ok({ items: [topic({ id: '1' })], next: null, mine: { drafts: [] } }))
    const hall = useHall()
    await hall.open()
    showSegment('mine')
    answer({ statusCode: 503, data: {} })
    const before = asked.length
    await hall.open()
    expect([asked.length - before, lastAsked().url]).toEqual([1, expect.stringContaining('state=mine')])
    expect([hall.rest.value, hall.state.value]).toEqual([[], 'error'])
  })
})

describe('the ledger', () => {
  it('reads on until a screen of the wanted rows is there', async () => {
    const pages = [[row(30, '同意立题'), row(29, '退回补充')], [row(28, '同意立题')], [row(27, '退回补充')]]
    const cursors: (string | undefined)[] = []
    const found = await gather((after) => {
      cursors.push(after)
      const at = cursors.length - 1
      return Promise.resolve({ items: pages[at]!, next: at < 2 ? `c${at}` : null })
    }, one => one.action_name === '退回补充')
    expect(found).toEqual({ items: [row(29, '退回补充'), row(27, '退回补充')], next: null })
    expect(cursors).toEqual([undefined, 'c0', 'c1'])
  })

  it('counts all acts and offers each as a filter', async () => {
    signIn()
    const counts = [{ gate: '1', action: 'accept', action_name: '同意立题', count: 8 }, { gate: '1', action: 'return', action_name: '退回补充', count: 2 }]
    answer(ok(me()), ok({ counts, reasons: [], overdue: 0, late_now: 0, median_hours: 5, head_hash: 'ab', checked_at: null, checked_whole: null, checked_hash: null }), ok({ items: [row(1, '同意立题')], next: null }))
    const ledger = useLedger()
    await ledger.open()
    expect(ledger.total.value).toBe(10)
    expect(ledger.filters.value.map(filter => filter.name)).toEqual(['全部', '同意立题 8', '退回补充 2'])
    answer(ok({ items: [row(2, '同意立题'), row(1, '退回补充')], next: null }))
    await ledger.pick('退回补充')
    expect(ledger.rows.items.map(one => one.seq)).toEqual([1])
  })
})

describe('the inbox', () => {
  it('with nothing in it is a page of its own, not a failure', async () => {
    signIn()
    answer(ok(me()), ok({ items: [], next: null }))
    const inbox = useInbox()
    await inbox.open()
    expect(inbox.state.value).toBe('ready')
  })

  it('says why it cannot be read', async () => {
    signIn()
    answer(ok(me()), { statusCode: 403, data: { code: 'forbidden', message: '把关由党组织办理' } })
    const inbox = useInbox()
    await inbox.open()
    expect([inbox.state.value, inbox.failure.value]).toEqual(['refused', '把关由党组织办理'])
  })
})

describe('merging', () => {
  it('offers what the server would take, and nothing else', async () => {
    const targets = useTargets(() => '5')
    answer(ok({ items: [{ id: '6', title: '充电桩', state_name: '已立题' }] }))
    await targets.reading.run()
    expect(lastAsked().url).toMatch(/\/topics\/5\/merge-targets$/)
    expect(targets.choices.value).toEqual([{ value: '6', label: '充电桩', hint: '已立题' }])
  })
})

describe('checking one\'s ballot', () => {
  const own = (receipt: string) => ({ home_id: '901', label: '3号楼 501室', option_id: '81', receipt, salt: '' })
  const result = (receipt: string) => ({ poll, options: poll.options, receipts: ['aa', 'bb'], mine: [own(receipt)] }) as unknown as PollResult

  it('finds it in the box by its place', () => {
    expect(findOwn(result('bb'))[0]).toMatchObject({ option: '赞成', place: 2 })
  })

  it('says when it is not there', () => {
    expect(findOwn(result('cc'))[0]?.place).toBe(0)
  })
})
