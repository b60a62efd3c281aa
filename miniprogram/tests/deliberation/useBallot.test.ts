import { describe, expect, it } from 'vitest'
import { useBallot } from '@/features/deliberation/composables/useBallot'
import { answer, lastAsked, ok } from '../setup'
import { me, pollPage, signIn } from './given'

async function opened(page = pollPage()) {
  signIn()
  answer(ok(me()), ok(page))
  const ballot = useBallot(() => '8')
  await ballot.open()
  return ballot
}

describe('a ballot', () => {
  it('begins with the home that has not voted yet', async () => {
    const ballot = await opened()
    expect(ballot.home.value?.home_id).toBe('902')
  })

  it('is the home\'s, is counted once and comes with a receipt', async () => {
    const ballot = await opened()
    ballot.optionId.value = '81'
    answer(ok({ home_id: '902', option_id: '81', cast_at: '2026-11-22T06:02:00Z', receipt: 'r1', changed: 0 }))
    expect(await ballot.casting.run()).toBe(true)
    expect(JSON.parse(lastAsked().data!)).toEqual({ home_id: '902', option_id: '81' })
    expect(ballot.poll.value?.taken_part).toBe(4)
    expect([ballot.home.value?.home_id, ballot.receipt.value]).toEqual(['902', 'r1'])
  })

  it('changed by its caster counts no second home', async () => {
    const ballot = await opened()
    ballot.pickHome('901')
    ballot.optionId.value = '82'
    answer(ok({ home_id: '901', option_id: '82', cast_at: '2026-11-22T06:02:00Z', receipt: 'r2', changed: 1 }))
    await ballot.casting.run()
    expect(ballot.poll.value?.taken_part).toBe(3)
    expect(ballot.home.value?.ballot?.option_id).toBe('82')
  })

  it('says in the server\'s words that another member was quicker, and shows it', async () => {
    const ballot = await opened()
    ballot.optionId.value = '81'
    const quicker = pollPage()
    const words = '这户已经在 14:02 投过票（李**），截止前可由本人修改'
    const theirs = { option_id: null, cast_at: '2026-11-22T06:02:00Z', by: '李**', channel: 'phone' as const, mine: false }
    Object.assign(quicker.mine.homes[1]!, { ballot: theirs, may_vote: false, why_not: words })
    answer({ statusCode: 409, data: { code: 'home_voted', message: words } }, ok(quicker))
    expect(await ballot.casting.run()).toBe(false)
    expect(ballot.casting.failure).toBe(words)
    ballot.pickHome('902')
    expect(ballot.standing.value).toContain('李**')
    expect(ballot.may.value).toBe(false)
  })

  it('can no longer be cast once the poll has closed', async () => {
    const page = pollPage()
    page.poll = { ...page.poll, state: 'closed' }
    const ballot = await opened(page)
    expect([ballot.isOpen.value, ballot.may.value]).toEqual([false, false])
  })

  it('gives the reason when the home may not vote', async () => {
    const page = pollPage()
    page.mine = { homes: [], may_confirm: false, may_see_paper: false, may_vote: false, why_not: '您的房屋不在这次表决的名册上' }
    const ballot = await opened(page)
    expect([ballot.may.value, ballot.whyNot.value]).toEqual([false, '您的房屋不在这次表决的名册上'])
  })

  it('of an owner is read anew: all his homes have voted with it', async () => {
    const page = pollPage()
    page.poll = { ...page.poll, base: 'owners' }
    const ballot = await opened(page)
    ballot.optionId.value = '81'
    const after = pollPage()
    after.poll = { ...page.poll, participation: { ...page.poll.participation, homes: 5 } }
    answer(ok({ home_id: '902', option_id: '81', cast_at: '2026-11-22T06:02:00Z', receipt: 'r1', token: null, changed: 0 }), ok(after))
    await ballot.casting.run()
    expect(ballot.poll.value?.participation.homes).toBe(5)
  })

  it('entered from paper is said so', async () => {
    const page = pollPage()
    Object.assign(page.mine.homes[1]!, { ballot: { option_id: null, cast_at: '2026-11-22T06:02:00Z', by: '', channel: 'paper', mine: false } })
    const ballot = await opened(page)
    ballot.pickHome('902')
    expect(ballot.standing.value).toContain('纸质票已在')
    expect(ballot.may.value).toBe(true)
  })
})
