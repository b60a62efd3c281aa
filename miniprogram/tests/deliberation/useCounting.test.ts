import { describe, expect, it } from 'vitest'
import { useCounting } from '@/features/deliberation/composables/useCounting'
import type { OwnOpening, PollResult } from '@/features/deliberation/types'
import { refuses } from '../member'
import { answer, lastAsked, ok } from '../setup'
import { signIn } from './given'

const opening = { id: '7' } as OwnOpening
const row = (home: string, option: string) => ({ home_id: home, label: home, area_cm: 9000, head: 1, by: '李**', option, channel: 'phone' })

function counting() {
  signIn()
  const seen: PollResult[] = []
  return { seen, ...useCounting(() => '3', result => seen.push(result)) }
}

describe('counting the rows of a named vote', () => {
  it('is asked for with a ground and words, once', async () => {
    const { seen, ground, reason, asking } = counting()
    ground.value = 'court'
    reason.value = '  海曙区法院调查令第 88 号 '
    answer(ok({ outcome: 'passed' }))
    await asking.run()
    expect(JSON.parse(lastAsked().data!)).toEqual({ ground: 'court', reason: '海曙区法院调查令第 88 号' })
    expect([seen.length, reason.value]).toEqual([1, ''])
  })

  it('is confirmed by the other body', async () => {
    const { seen, confirming } = counting()
    answer(ok({ outcome: 'passed' }))
    await confirming.run(opening)
    expect(lastAsked().url).toContain('/polls/3/openings/7/confirmation')
    expect(seen.length).toBe(1)
  })

  it('reads a page after another, and keeps nothing once it is closed', async () => {
    const { rows, next, looking, forget } = counting()
    answer(ok({ items: [row('1', '赞成')], next: '1' }))
    await looking.run(opening, false)
    answer(ok({ items: [row('2', '反对')], next: null }))
    await looking.run(opening, true)
    expect(JSON.parse(lastAsked().data!)).toEqual({ after: '1' })
    expect(rows.value.map(one => one.option)).toEqual(['赞成', '反对'])
    forget()
    expect([rows.value, next.value]).toEqual([[], null])
  })

  it('says why it may not', async () => {
    const { confirming } = counting()
    refuses('one_home', '两位点票人不能是同一户的住户', 403)
    expect(await confirming.run(opening)).toBe(false)
    expect(confirming.failure).toBe('两位点票人不能是同一户的住户')
  })
})
