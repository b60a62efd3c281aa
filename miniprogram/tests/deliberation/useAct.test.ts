import { describe, expect, it } from 'vitest'
import { dayAfter, useAct } from '@/features/deliberation/composables/useAct'
import { answer, lastAsked, ok } from '../setup'
import { me, signIn, topicPage, verb } from './given'

const RETURN = verb('return', { needs: ['reason_code', 'reason'], codes: [{ code: 'unclear', name: '问题没有说清' }] })

async function opened(page = topicPage({ state: 'gate1_pending' }, { verbs: [verb('admit', { name: '同意立题' }), RETURN] }), only = '') {
  signIn()
  answer(ok(me()), ok(page))
  const act = useAct(() => '5', () => only)
  await act.open()
  return act
}

describe('the gate', () => {
  it('asks for nothing where the server needs nothing', async () => {
    const act = await opened()
    expect(act.ready.value).toBe(false)
    act.pick('admit')
    expect(act.ready.value).toBe(true)
  })

  it('wants what the server names before it can be sent', async () => {
    const act = await opened()
    act.pick('return')
    act.given.reason_code = 'unclear'
    expect(act.ready.value).toBe(false)
    act.given.reason = '请补充涉及哪些楼栋'
    expect(act.ready.value).toBe(true)
  })

  it('sends only what belongs to the verb, with the version that was read', async () => {
    const act = await opened()
    act.pick('return')
    Object.assign(act.given, { reason_code: 'unclear', reason: ' 请补充涉及哪些楼栋 ' })
    answer(ok(topicPage({ state: 'returned' })))
    expect(await act.send()).toBe(true)
    expect(JSON.parse(lastAsked().data!)).toEqual({ verb: 'return', version: 4, reason_code: 'unclear', reason: '请补充涉及哪些楼栋' })
  })

  it('does not carry the reason of one choice over to another', async () => {
    const act = await opened()
    act.pick('return')
    act.given.reason_code = 'unclear'
    act.pick('admit')
    expect(act.given.reason_code).toBe('')
  })

  it('carries a rule and the minutes of the organisation\'s talk, whole or not at all', async () => {
    const act = await opened(topicPage({ state: 'gate1_pending' }, { verbs: [verb('admit', { grounds: true })] }))
    act.pick('admit')
    Object.assign(act.given, { rule: ' 《本社区议事规则》第四条 ', talked: true })
    expect(act.ready.value).toBe(false)
    act.given.collective = { held_on: '2026-11-20', present: '5', body: '一致同意列入议事' }
    expect(act.ready.value).toBe(true)
    expect(act.preview.value).toMatchObject({ rule: '《本社区议事规则》第四条', collective: true })
    answer(ok(topicPage({ state: 'admitted' })))
    await act.send()
    expect(JSON.parse(lastAsked().data!)).toEqual({
      verb: 'admit', version: 4, rule: '《本社区议事规则》第四条', collective: { held_on: '2026-11-20', present: 5, body: '一致同意列入议事' },
    })
  })

  it('shows beforehand the note that residents will read', async () => {
    const act = await opened()
    act.pick('return')
    Object.assign(act.given, { reason_code: 'unclear', reason: '请补充' })
    expect(act.preview.value).toMatchObject({
      gate_name: '第一关 提出议题', action_name: '退回补充', reason_name: '问题没有说清', reason: '请补充',
      acting_org: '望江社区党委', acting_role: '书记',
    })
  })

  it('keeps what was written when a colleague was quicker', async () => {
    const act = await opened()
    act.pick('return')
    act.given.reason = '写好的理由'
    answer({ statusCode: 409, data: { code: 'already_decided', message: '已由副书记处理' } }, ok(topicPage({ state: 'admitted' })))
    expect(await act.send()).toBe(false)
    expect([act.steps.failure.value, act.given.reason, act.verbs.value.length]).toEqual(['已由副书记处理', '写好的理由', 0])
  })
})

describe('the host', () => {
  const plan = { starts_on: '2026-11-25', ends_on: '2026-12-05', scope: '全体住户', parties: '物业', format: '线上', materials: '', meetings: [], host: { name: '', place: '', role: '' } }

  it('mends the plan that came back instead of writing it anew', async () => {
    const act = await opened(topicPage({ state: 'admitted', plan }, { verbs: [verb('plan', { needs: ['plan'] })] }), 'plan')
    expect(act.ready.value).toBe(true)
    answer(ok(topicPage({ state: 'gate2_pending' })))
    await act.send()
    const sent = JSON.parse(lastAsked().data!)
    expect(sent.plan.scope).toBe('全体住户')
    expect(sent.plan).not.toHaveProperty('host')
  })

  it('must write all four parts of the minutes, the minority\'s view too', async () => {
    const act = await opened(topicPage({}, { verbs: [verb('summarise', { needs: ['summary'] })] }), 'summarise')
    Object.assign(act.given.summary, { agreed: '装', disputed: '钱', open: '无' })
    expect(act.ready.value).toBe(false)
    act.given.summary.minority = '担心噪音'
    expect(act.ready.value).toBe(true)
  })

  it('cannot send a ballot with an empty option', async () => {
    const act = await opened(topicPage({ state: 'summarised' }, { verbs: [verb('route', { needs: ['ballot'] })] }), 'route')
    act.given.ballot.question = '用哪个方案？'
    expect(act.ready.value).toBe(true)
    act.given.ballot.options = [{ label: '', weight: 'for' }, { label: '弃权', weight: 'abstain' }]
    expect(act.ready.value).toBe(false)
  })

  it('sends no ballot where nobody votes', async () => {
    const act = await opened(topicPage({ state: 'summarised' }, { verbs: [verb('route', { needs: ['ballot'] })] }), 'route')
    Object.assign(act.given.ballot, { route: 'A', question: ' 装在东侧车棚 ' })
    answer(ok(topicPage({ state: 'gate3_pending' })))
    await act.send()
    expect(JSON.parse(lastAsked().data!).ballot).toEqual({ matter: 'daily', route: 'A', question: '装在东侧车棚' })
  })

  it('must say which building decides', async () => {
    const act = await opened(topicPage({ state: 'summarised' }, { verbs: [verb('route', { needs: ['ballot'] })] }), 'route')
    Object.assign(act.given.ballot, { matter: 'building', route: 'H', question: '是否加装扶手？' })
    expect(act.ready.value).toBe(false)
    act.given.ballot.building_id = '30'
    expect(act.ready.value).toBe(true)
  })

  it('says until when, and why, to prolong', async () => {
    const act = await opened(topicPage({}, { verbs: [verb('extend_discussion', { needs: ['until', 'reason'] })] }), 'extend_discussion')
    act.given.reason = '周末还有一场会'
    expect(act.ready.value).toBe(false)
    act.given.until = '2026-12-10'
    answer(ok(topicPage()))
    await act.send()
    expect(JSON.parse(lastAsked().data!)).toMatchObject({ verb: 'extend_discussion', until: '2026-12-10', reason: '周末还有一场会' })
  })
})

describe('days', () => {
  it('are counted over the end of a month', () => {
    expect(dayAfter(3, Date.parse('2026-11-29T04:00:00Z'))).toBe('2026-12-02')
  })
})
