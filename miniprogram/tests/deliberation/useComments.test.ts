import { nextTick, shallowRef } from 'vue'
import { describe, expect, it, vi } from 'vitest'
import { threadsOf, useComments } from '@/features/deliberation/composables/useComments'
import { withStance } from '@/features/deliberation/composables/useTopic'
import type { TopicPage } from '@/features/deliberation/types'
import { useSession } from '@/session'
import { answer, lastAsked, ok } from '../setup'
import { comment, topicPage } from './given'

function talking(page: TopicPage) {
  useSession().choose('7')
  return useComments(() => '5', shallowRef<TopicPage | undefined>(page), () => Promise.resolve())
}

describe('threads', () => {
  it('gather every answer under what began them, however deep', () => {
    const threads = threadsOf([comment('1'), comment('2', '1'), comment('3'), comment('4', '2')])
    expect(threads.map(one => [one.root.id, one.replies.map(reply => reply.id)])).toEqual([['1', ['2', '4']], ['3', []]])
  })

  it('keep an answer whose beginning is not on this page', () => {
    expect(threadsOf([comment('9', '1')]).map(one => one.root.id)).toEqual(['9'])
  })
})

describe('one\'s own words', () => {
  it('appear at once, as the server has them, under what they answer', async () => {
    const page = topicPage()
    page.comments.items = [comment('1')]
    const talk = talking(page)
    answer(ok({ ...comment('2', '1'), state: 'checking', state_name: '审核中' }, 201))
    talk.text.value = '  同意  '
    talk.answering.value = comment('1')
    expect(await talk.sending.run()).toBe(true)
    expect(JSON.parse(lastAsked().data!)).toEqual({ body: '同意', reply_to: '1' })
    expect(talk.threads.value[0]?.replies[0]?.state_name).toBe('审核中')
    expect([talk.text.value, talk.answering.value]).toEqual(['', undefined])
  })

  it('are kept in the field when they could not be sent', async () => {
    const talk = talking(topicPage())
    talk.text.value = '写了很久的一段话'
    expect(await talk.sending.run()).toBe(false)
    expect(talk.text.value).toBe('写了很久的一段话')
  })
})

describe('a comment that passed the check', () => {
  it('is shown as everybody sees it, once, where it belongs', async () => {
    const page = shallowRef<TopicPage | undefined>(topicPage())
    useSession().choose('7')
    const talk = useComments(() => '5', page, () => Promise.resolve())
    answer(ok({ ...comment('2'), state: 'checking', state_name: '审核中' }, 201))
    talk.text.value = '同意'
    await talk.sending.run()
    const fresh = topicPage()
    fresh.comments.items = [comment('1'), comment('2')]
    page.value = fresh
    expect(talk.comments.value.map(one => [one.id, one.state])).toEqual([['1', 'published'], ['2', 'published']])
  })
})

describe('more comments', () => {
  it('stay unfolded when the reader takes a stance', async () => {
    const first = topicPage()
    first.comments = { items: [comment('1')], next: 'c1' }
    const page = shallowRef<TopicPage | undefined>(first)
    useSession().choose('7')
    const talk = useComments(() => '5', page, () => Promise.resolve())
    answer(ok({ items: [comment('2')], next: null }))
    await talk.growing.run()
    page.value = withStance(first, 'for')
    await nextTick()
    expect(talk.comments.value.map(one => one.id)).toEqual(['1', '2'])
  })


  it('follow the server\'s cursor and are shown once', async () => {
    const page = topicPage({}, { pending_comments: [comment('7')] })
    page.comments = { items: [comment('1')], next: 'c1' }
    const talk = talking(page)
    answer(ok({ items: [comment('2'), comment('7')], next: null }))
    await talk.growing.run()
    expect(lastAsked().url).toContain('after=c1')
    expect(talk.comments.value.map(one => one.id)).toEqual(['1', '2', '7'])
    expect(talk.next.value).toBeNull()
  })
})

describe('a moderator', () => {
  const hidden = { ...comment('2', '1'), state: 'hidden' as const, state_name: '已被社区隐藏', note: '写了邻居的门牌' }

  function judging(verbs: Record<string, string[]>) {
    const first = topicPage({}, { comment_verbs: verbs })
    first.comments = { items: [comment('1')], next: '1' }
    const page = shallowRef<TopicPage | undefined>(first)
    useSession().choose('7')
    const reload = vi.fn(async () => void (page.value = topicPage({}, { pending_comments: [hidden], comment_verbs: { 2: ['restore'] } })))
    return { reload, talk: useComments(() => '5', page, reload) }
  }

  it('hides with a reason, and then sees the comment with it', async () => {
    const { talk, reload } = judging({ 1: ['hide'] })
    talk.press(comment('1'), 'hide')
    expect(talk.acts.open?.act).toBe('隐藏，邻居不再看到')
    answer(ok(hidden))
    await talk.acts.give('写了邻居的门牌')
    expect(lastAsked().url).toBe('/api/v1/communities/7/topic-comments/1/steps')
    expect(JSON.parse(lastAsked().data!)).toEqual({ verb: 'hide', reason: '写了邻居的门牌' })
    expect([reload.mock.calls.length, talk.acts.open]).toEqual([1, undefined])
    expect([talk.comments.value.map(one => one.state), talk.offered.value]).toEqual([['hidden'], { 2: ['restore'] }])
  })

  it('is offered what the server offers with each page, and no more', async () => {
    const { talk } = judging({ 1: ['hide'] })
    answer(ok({ items: [comment('8')], next: null, mine: { comment_verbs: { 8: ['hide'] } } }))
    await talk.growing.run()
    expect(talk.offered.value).toEqual({ 1: ['hide'], 8: ['hide'] })
    expect(judging({}).talk.acts.verbs).toEqual([])
  })

  it('keeps the sheet open when refused, and reads again when a colleague was quicker', async () => {
    const { talk, reload } = judging({ 1: ['hide'] })
    talk.press(comment('1'), 'hide')
    answer({ statusCode: 403, data: { code: 'forbidden', message: '您没有权限这样做' } })
    await talk.acts.give('写了邻居的门牌')
    expect([talk.stepping.failure, talk.acts.open?.name]).toEqual(['您没有权限这样做', '隐藏这条发言'])
    answer({ statusCode: 409, data: { code: 'conflict', message: '已经处理过了' } })
    await talk.acts.give('写了邻居的门牌')
    expect([reload.mock.calls.length, talk.acts.open]).toEqual([1, undefined])
  })
})
