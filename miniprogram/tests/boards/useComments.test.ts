import { describe, expect, it, vi } from 'vitest'
import { shallowRef } from 'vue'
import { useComments } from '@/features/boards/composables/useComments'
import type { Comment, PostPage } from '@/features/boards/types'
import { asked, lastAsked } from '../setup'
import { refuses, says, signedIn } from '../member'

const comment = (id: string, more: object = {}) => ({ id, body: `第${id}条`, state: 'published', photos: [], ...more }) as unknown as Comment

function under(mine: object = {}, next: string | null = null) {
  signedIn()
  const page = shallowRef({
    comments: { items: [comment('1')], next },
    mine: { verbs: [], pending_comments: [], comment_verbs: {}, ...mine },
  } as unknown as PostPage)
  const took = vi.fn()
  const reload = vi.fn(() => Promise.resolve())
  return { page, took, reload, talk: useComments({ postId: () => '5', page: () => page.value, reload, took }) }
}

describe('useComments', () => {
  it('puts what only the reader sees after what all see', () => {
    const { talk } = under({ pending_comments: [comment('9', { state: 'checking' })] })
    expect(talk.comments.value.map(one => one.id)).toEqual(['1', '9'])
  })

  it('grows by the cursor until there is none', async () => {
    const { talk } = under({}, '1')
    says({ items: [comment('2')], next: null })
    await talk.growing.run()
    expect(lastAsked().url).toBe('/api/v1/communities/7/posts/5/comments?after=1')
    expect(talk.comments.value.map(one => one.id)).toEqual(['1', '2'])
    await talk.growing.run()
    expect(asked).toHaveLength(1)
  })

  it('sends a reply and empties the line', async () => {
    const { talk, took } = under()
    talk.text.value = ' 谢谢您 '
    talk.replyTo.value = comment('1')
    says(comment('2', { state: 'checking' }))
    await talk.sending.run()
    expect(JSON.parse(lastAsked().data!)).toEqual({ body: '谢谢您', photos: [], reply_to: '1' })
    expect(took).toHaveBeenCalledOnce()
    expect([talk.text.value, talk.replyTo.value]).toEqual(['', undefined])
  })

  it('keeps what was written when it could not be sent', async () => {
    const { talk, took } = under()
    talk.text.value = '谢谢您'
    await talk.sending.run()
    expect([talk.text.value, took.mock.calls.length]).toEqual(['谢谢您', 0])
    expect(talk.sending.failure).toContain('网络')
  })

  it('sends nothing while a photo is on its way', () => {
    const { talk } = under()
    talk.text.value = '看照片'
    expect(talk.ready.value).toBe(true)
    talk.photos.photos.push({ key: 1, local: 'a.jpg', percent: 10, id: '', failure: '' })
    expect(talk.ready.value).toBe(false)
    talk.photos.photos[0]!.failure = '网络不通'
    expect(talk.ready.value).toBe(false)
  })

  it('offers a clerk the acts of the comment that was chosen', async () => {
    const { talk, reload } = under({ comment_verbs: { 1: ['hide'] } })
    talk.chosen.value = comment('1')
    expect(talk.acts.verbs.map(one => one.name)).toEqual(['隐藏这条评论'])
    await talk.acts.press('hide')
    says(comment('1', { state: 'hidden' }))
    await talk.acts.give('含有邻居的电话号码')
    expect(lastAsked().url).toBe('/api/v1/communities/7/comments/1/steps')
    expect([reload.mock.calls.length, talk.chosen.value]).toEqual([1, undefined])
  })

  it('shows the comment as it is now when a colleague was quicker', async () => {
    const { talk, reload } = under({ comment_verbs: { 1: ['hide'] } })
    talk.chosen.value = comment('1')
    refuses('conflict', '刚刚有同事处理过了', 409)
    await talk.stepping.run('1', { verb: 'hide' })
    expect(reload).toHaveBeenCalledOnce()
  })
})
