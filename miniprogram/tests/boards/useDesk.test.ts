import { describe, expect, it, vi } from 'vitest'
import { useDesk } from '@/features/boards/composables/useDesk'
import { asked, lastAsked } from '../setup'
import { refuses, says, signedIn } from '../member'

const held = { id: '5', type: 'post', post_id: '5', verbs: ['refuse', 'release'], reports: [], state: 'held' }
const said = { id: '9', type: 'comment', post_id: '5', verbs: ['hide'], reports: [{}], state: 'published' }
const none = { items: [], next: null }
const list = (...items: object[]) => ({ items, next: null })

async function opened(...items: object[]) {
  signedIn()
  says(list(...items), none)
  const desk = useDesk()
  await desk.open()
  return desk
}

describe('useDesk', () => {
  it('reads what was held and reported, and the things on offer that were held', async () => {
    await opened(held)
    expect(asked.map(one => one.url)).toEqual(['/api/v1/communities/7/moderation', '/api/v1/communities/7/items/held'])
  })

  it('puts releasing before refusing', async () => {
    const desk = await opened(held)
    expect(desk.verbsOf(desk.list.items[0]!).map(one => one.verb)).toEqual(['release', 'refuse'])
  })

  it('releases after the question, and reads the list anew', async () => {
    const desk = await opened(held)
    vi.mocked(uni.showModal).mockImplementation(asking => void asking?.success?.({ confirm: true } as never))
    says({ post: {} }, none)
    await desk.press(desk.list.items[0]!, 'release')
    expect(asked[2]!.url).toBe('/api/v1/communities/7/posts/5/steps')
    expect(desk.state.value).toBe('empty')
  })

  it('takes a step on a comment at the comment', async () => {
    const desk = await opened(said)
    await desk.press(desk.list.items[0]!, 'hide')
    says({}, none)
    await desk.acts.give('含有邻居的电话号码')
    expect(asked[2]!.url).toBe('/api/v1/communities/7/comments/9/steps')
    expect(JSON.parse(asked[2]!.data!)).toEqual({ verb: 'hide', reason: '含有邻居的电话号码' })
  })

  it('says who was quicker and shows what is left', async () => {
    const desk = await opened(said)
    await desk.press(desk.list.items[0]!, 'hide')
    refuses('conflict', '刚刚有同事处理过了', 409)
    says(none)
    await desk.acts.give('含有邻居的电话号码')
    expect([desk.stepping.failure, desk.list.items.length]).toEqual(['刚刚有同事处理过了', 0])
    expect(lastAsked().method).toBe('GET')
  })

  it('is not empty while a thing on offer waits', async () => {
    signedIn()
    says(none, list({ id: '3' }))
    const desk = useDesk()
    await desk.open()
    expect(desk.state.value).toBe('ready')
  })
})
