import { describe, expect, it, vi } from 'vitest'
import { usePost } from '@/features/boards/composables/usePost'
import { asked, lastAsked } from '../setup'
import { refuses, says, signedIn } from '../member'

const page = (mine: object = {}, post: object = {}) => ({
  post: { id: '5', kind: 'ask', state: 'published', thanks: 3, comments: 0, answered: null, title: '楼道灯坏了', ...post },
  comments: { items: [], next: null },
  mine: { thanked: false, reported: false, verbs: [], pending_comments: [], comment_verbs: {}, ...mine },
})

async function opened(mine: object = {}) {
  signedIn()
  says(page(mine))
  const post = usePost(() => '5')
  await post.open()
  return post
}

describe('usePost', () => {
  it('reads the post of the community on screen', async () => {
    const post = await opened()
    expect(lastAsked().url).toBe('/api/v1/communities/7/posts/5')
    expect([post.state.value, post.post.value?.title]).toEqual(['ready', '楼道灯坏了'])
  })

  it('shows thanks before the server has answered, then what the server counts', async () => {
    const post = await opened()
    says({ thanks: 9, thanked: true })
    const thanking = post.thanking.run()
    expect([post.post.value?.thanks, post.mine.value?.thanked]).toEqual([4, true])
    await thanking
    expect(post.post.value?.thanks).toBe(9)
    expect(JSON.parse(lastAsked().data!)).toEqual({ kind: 'thanks', on: true })
  })

  it('takes the thanks back when the network is down', async () => {
    const post = await opened()
    expect(await post.thanking.run()).toBe(false)
    expect([post.post.value?.thanks, post.mine.value?.thanked]).toEqual([3, false])
    expect(post.thanking.failure).toContain('网络')
  })

  it('offers only what the server offers, in the words of the boards', async () => {
    const post = await opened({ verbs: ['withdraw', 'pin', 'unheard-of'] })
    expect(post.acts.verbs.map(one => one.name)).toEqual(['置顶', '撤回'])
  })

  it('withdraws only after the question was answered', async () => {
    const post = await opened({ verbs: ['withdraw'] })
    vi.mocked(uni.showModal).mockImplementation(asking => void asking?.success?.({ confirm: false, cancel: true, errMsg: '' } as never))
    await post.acts.press('withdraw')
    expect(asked).toHaveLength(1)
    says(page({}, { state: 'withdrawn' }))
    vi.mocked(uni.showModal).mockImplementation(asking => void asking?.success?.({ confirm: true, cancel: false, errMsg: '' } as never))
    await post.acts.press('withdraw')
    expect(post.post.value?.state).toBe('withdrawn')
  })

  it('hides with a reason, and keeps the sheet open when the server refuses', async () => {
    const post = await opened({ verbs: ['hide'] })
    await post.acts.press('hide')
    refuses('reason_needed', '请写明原因，至少 5 个字，作者会看到')
    await post.acts.give('不妥')
    expect([post.acts.open?.name, post.stepping.failure]).toEqual(['隐藏这条内容', '请写明原因，至少 5 个字，作者会看到'])
    says(page({}, { state: 'hidden' }))
    await post.acts.give('照片里有邻居的车牌')
    expect(JSON.parse(lastAsked().data!)).toEqual({ verb: 'hide', reason: '照片里有邻居的车牌' })
    expect(post.acts.open).toBeUndefined()
  })

  it('reads again when a colleague was quicker', async () => {
    const post = await opened({ verbs: ['pin'] })
    refuses('conflict', '刚刚有同事处理过了', 409)
    says(page({ verbs: ['unpin'] }))
    await post.acts.press('pin')
    expect(post.acts.verbs.map(one => one.verb)).toEqual(['unpin'])
    expect(post.stepping.failure).toBe('刚刚有同事处理过了')
  })

  it('remembers that it was reported, but not that a comment was', async () => {
    const post = await opened()
    says({ reported: true })
    await post.reporting.run({ reason_code: 'spam', note: '', comment_id: '8' })
    expect(post.mine.value?.reported).toBe(false)
    says({ reported: true })
    await post.reporting.run({ reason_code: 'spam', note: '', comment_id: null })
    expect(post.mine.value?.reported).toBe(true)
  })
})
