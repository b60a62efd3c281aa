import { describe, expect, it } from 'vitest'
import { useBallot } from '@/features/deliberation/composables/useBallot'
import { receiptOf, tokensOf } from '@/features/deliberation/tokens'
import type { PollPage } from '@/features/deliberation/types'
import { answer, asked, lastAsked, ok, storage } from '../setup'
import { me, pollPage, signIn } from './given'

const AT = '2026-11-22T06:02:00Z'
const MARK = { option_id: null, cast_at: AT, by: '', channel: 'phone' as const, mine: false }
const LATER = '这户已经在 14:02 投过票，无记名票投出后不能更改'

/** A secret poll; `voted`: the home on screen is marked already. */
function secretPage(voted = false): PollPage {
  const page = pollPage()
  const home = { ...page.mine.homes[1]!, ...voted ? { ballot: MARK, may_vote: false, why_not: LATER } : {} }
  return { poll: { ...page.poll, mode: 'secret', least_voters: 10 }, mine: { ...page.mine, homes: [home] } }
}

async function opened(page = secretPage()) {
  signIn()
  answer(ok(me()), ok(page))
  const ballot = useBallot(() => '8')
  await ballot.open()
  return ballot
}

/** Opened, and a vote for 赞成 sent that nobody answered. */
async function lost() {
  const ballot = await opened()
  ballot.optionId.value = '81'
  answer('offline')
  expect(await ballot.casting.run()).toBe(false)
  return ballot
}

const sent = () => JSON.parse(lastAsked().data!) as { option_id: string, receipt: string }
const cast = () => ok({ home_id: '902', option_id: null, cast_at: AT, receipt: 'any', changed: 0 })
const refused = (code: string, status = 409) => ({ statusCode: status, data: { code, message: LATER } })
const kept = () => tokensOf('1', '8')

describe('a secret ballot', () => {
  it('goes out with the hash of a token that stays on the phone', async () => {
    const ballot = await opened()
    ballot.optionId.value = '81'
    answer(cast())
    await ballot.casting.run()
    const { token } = kept()[0]!
    expect(token).toMatch(/^[0-9a-f]{32}$/)
    expect(sent()).toEqual({ home_id: '902', option_id: '81', receipt: receiptOf('8', token) })
    expect(asked.some(one => JSON.stringify(one).includes(token))).toBe(false)
    expect(kept()).toEqual([{ home: '902', label: '7号楼 502室', token }])
  })

  it('shows its token, keeps it when that is put away, and forgets it when told to', async () => {
    const ballot = await opened()
    ballot.optionId.value = '81'
    answer(cast())
    await ballot.casting.run()
    expect(ballot.secret.shown?.token).toBe(kept()[0]!.token)
    expect([ballot.may.value, ballot.receipt.value, ballot.home.value?.ballot?.mine]).toEqual([false, '', false])
    ballot.secret.hide()
    expect([ballot.secret.shown, ballot.secret.held?.token]).toEqual([undefined, kept()[0]!.token])
    ballot.secret.show()
    ballot.secret.erase()
    expect([ballot.secret.shown, ballot.secret.held, kept()]).toEqual([undefined, undefined, []])
    expect(storage.has('sqt.ballots')).toBe(false)
  })

  it('that was not answered is sent again as it was, whatever is chosen by then', async () => {
    const ballot = await lost()
    const first = sent()
    expect(ballot.unanswered.value).toBe(true)
    ballot.optionId.value = '82'
    answer(cast())
    expect(await ballot.casting.run()).toBe(true)
    expect(sent()).toEqual(first)
    expect([ballot.unanswered.value, kept()[0]!.sent]).toEqual([false, undefined])
  })

  it('that was not answered is asked for again when the page is opened and the home has voted', async () => {
    await lost()
    const first = sent()
    answer(ok(secretPage(true)), cast())
    const later = useBallot(() => '8')
    await later.open()
    expect(sent()).toEqual(first)
    expect([later.secret.shown?.token, later.unanswered.value]).toEqual([kept()[0]!.token, false])
  })

  it('that was not answered waits for its voter where the home has not voted', async () => {
    await lost()
    const before = asked.length
    answer(ok(secretPage()))
    const later = useBallot(() => '8')
    await later.open()
    expect([asked.length - before, later.unanswered.value]).toEqual([1, true])
  })

  it('keeps nothing of a ballot that another member\'s was quicker than', async () => {
    await lost()
    answer(ok(secretPage(true)), refused('home_voted'), ok(secretPage(true)))
    const later = useBallot(() => '8')
    await later.open()
    expect([later.casting.failure, later.unanswered.value, kept()]).toEqual([LATER, false, []])
  })

  it('keeps nothing of a ballot that was refused at once', async () => {
    const ballot = await opened()
    ballot.optionId.value = '81'
    answer(refused('too_many', 429))
    await ballot.casting.run()
    expect([kept(), ballot.unanswered.value]).toEqual([[], false])
  })

  it('keeps its token when the poll closed before it was answered: it may lie in the box', async () => {
    const ballot = await lost()
    const { token } = kept()[0]!
    answer(refused('poll_closed'), ok(secretPage()))
    await ballot.casting.run()
    expect(kept()).toEqual([{ home: '902', label: '7号楼 502室', token, sent: '81' }])
  })

  it('of another person on this phone is not shown', async () => {
    storage.set('sqt.ballots', JSON.stringify({ '2/8': [{ home: '902', label: '7号楼 502室', token: 'ab'.repeat(16) }] }))
    const ballot = await opened(secretPage(true))
    expect(ballot.secret.held).toBeUndefined()
  })
})
