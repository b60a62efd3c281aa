import { describe, expect, it } from 'vitest'
import { useTopic, withStance } from '@/features/deliberation/composables/useTopic'
import { answer, asked, lastAsked, ok } from '../setup'
import { me, signIn, topicPage, verb } from './given'

async function opened(page = topicPage()) {
  signIn()
  answer(ok(me()), ok(page))
  const topic = useTopic(() => '5')
  await topic.open()
  return topic
}

describe('a stance', () => {
  it('moves from one count to the other', () => {
    const after = withStance(topicPage({}, { stance: 'for' }), 'against')
    expect(after.topic.stances).toEqual({ for: 2, against: 2, neutral: 0 })
    expect(after.mine.stance).toBe('against')
  })

  it('shows at once, and takes the counts of the server when they come', async () => {
    const page = await opened()
    answer(ok({ stance: 'for', stances: { for: 9, against: 1, neutral: 0 } }))
    const sent = page.stating.run('for')
    expect(page.topic.value?.stances.for).toBe(4)
    await sent
    expect(page.topic.value?.stances.for).toBe(9)
    expect([lastAsked().method, lastAsked().url]).toEqual(['PUT', '/api/v1/communities/7/topics/5/stance'])
  })

  it('is taken back when the server did not hear it', async () => {
    const page = await opened()
    expect(await page.stating.run('against')).toBe(false)
    expect(page.topic.value?.stances).toEqual({ for: 3, against: 1, neutral: 0 })
    expect(page.mine.value?.stance).toBeNull()
    expect(page.stating.failure).toContain('网络')
  })

  it('taken again is not sent', async () => {
    const page = await opened(topicPage({}, { stance: 'for' }))
    const before = asked.length
    await page.stating.run('for')
    expect(asked.length).toBe(before)
  })
})

describe('a step', () => {
  it('that somebody else took first leaves his page on screen and says so', async () => {
    const page = await opened(topicPage({ state: 'gate1_pending' }, { verbs: [verb('withdraw')] }))
    answer({ statusCode: 409, data: { code: 'already_decided', message: '周书记刚刚处理过了' } }, ok(topicPage({ state: 'admitted' })))
    expect(await page.steps.take('withdraw')).toBe(false)
    expect(page.topic.value?.state).toBe('admitted')
    expect(page.steps.failure.value).toBe('周书记刚刚处理过了')
  })
})

describe('a topic read before', () => {
  it('stays on screen when the network goes, and says how old it may be', async () => {
    const page = await opened()
    await page.open()
    expect(page.state.value).toBe('ready')
    expect(page.stale.value).toContain('之前')
  })

  it('that is gone says so', async () => {
    signIn()
    answer(ok(me()), { statusCode: 404, data: { code: 'not_found', message: '没有找到这个议题' } })
    const page = useTopic(() => '5')
    await page.open()
    expect([page.state.value, page.failure.value]).toEqual(['refused', '没有找到这个议题'])
  })
})
