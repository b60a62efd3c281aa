import { describe, expect, it, vi } from 'vitest'
import { useDesk } from '@/features/boards/composables/useDesk'
import { asked, lastAsked } from '../setup'
import { refuses, says, signedIn } from '../member'

const held = { id: '5', type: 'post', post_id: '5', verbs: ['refuse', 'release'], reports: [], state: 'held' }
const reported = { id: '9', type: 'comment', post_id: '5', verbs: ['hide'], reports: [{}], state: 'published' }
const spoken = { id: '5', body: '张家的儿子又欠费', note: '涉及个人信息', photos: [], state: 'held', state_name: '待人工查看' }
const heard = { items: [spoken], next: null, mine: { comment_verbs: { 5: ['release', 'refuse'] } } }
const none = { items: [], next: null }
const list = (...items: object[]) => ({ items, next: null })

const author = { name: '李女士', place: '3号楼', role: '' }
const proposed = {
  id: '60', topic_id: '5', passage: '统一加装', proposal: '先装两个', reason: '先试一试', author, note: '涉及个人信息', state_name: '待人工查看', created_at: '2026-11-20T02:00:00Z',
}
const objected = {
  topic_id: '5', stage: 'summary', stage_name: '对协商纪要', round: 1, home_id: '900', name: '李女士', body: '没有写噪音', note: '', state_name: '待人工查看', at: '2026-11-20T02:00:00Z',
}

/** A desk whose four reads are answered: texts, discussions, proposed changes and objections, things. */
async function opened(texts: object = none, talk: object = none, things: object = none, words: object = { amendments: [], objections: [] }) {
  signedIn()
  says(texts, talk, words, things)
  const desk = useDesk()
  await desk.open()
  return desk
}

describe('useDesk', () => {
  it('reads the texts, the discussions, their parts and the things on offer', async () => {
    await opened(list(held))
    expect(asked.map(one => one.url.replace('/api/v1/communities/7', ''))).toEqual(['/moderation', '/topic-comments/held', '/topics/held-words', '/items/held'])
  })

  it('puts releasing before refusing', async () => {
    const desk = await opened(list(held), heard)
    for (const row of desk.rows.value) expect(desk.verbsOf(row).map(one => one.verb)).toEqual(['release', 'refuse'])
  })

  it('releases after the question, and reads the list anew', async () => {
    const desk = await opened(list(held))
    vi.mocked(uni.showModal).mockImplementation(asking => void asking?.success?.({ confirm: true } as never))
    says({ post: {} }, none)
    await desk.press(desk.rows.value[0]!, 'release')
    expect(asked[4]!.url).toBe('/api/v1/communities/7/posts/5/steps')
    expect(desk.state.value).toBe('empty')
  })

  it('takes a step on a comment at the comment', async () => {
    const desk = await opened(list(reported))
    await desk.press(desk.rows.value[0]!, 'hide')
    says({}, none)
    await desk.acts.give('含有邻居的电话号码')
    expect(asked[4]!.url).toBe('/api/v1/communities/7/comments/9/steps')
    expect(JSON.parse(asked[4]!.data!)).toEqual({ verb: 'hide', reason: '含有邻居的电话号码' })
  })

  it('lets what was said about a topic through with a reason, and leaves the other lists alone', async () => {
    const desk = await opened(list(held), heard)
    expect(desk.rows.value[1]).toMatchObject({ type: 'said', text: '张家的儿子又欠费', reason: '涉及个人信息' })
    await desk.press(desk.rows.value[1]!, 'release')
    says({}, none)
    await desk.acts.give('已看过，可以公开')
    expect(asked.slice(4).map(one => one.url.replace('/api/v1/communities/7', ''))).toEqual(['/topic-comments/5/steps', '/topic-comments/held'])
    expect(JSON.parse(asked[4]!.data!)).toEqual({ verb: 'release', reason: '已看过，可以公开' })
    expect(desk.rows.value.map(row => row.type)).toEqual(['post'])
  })

  it.each([
    ['a proposed change', 'amendment', { amendments: [proposed], objections: [] }, '/topics/5/amendments/60/steps', {}],
    ['an objection', 'objection', { amendments: [], objections: [objected] }, '/topics/5/objections/steps', { stage: 'summary', round: 1, home_id: '900' }],
  ])('judges %s where it was said', async (_, type, words, path, key) => {
    const desk = await opened(none, none, none, words)
    const row = desk.rows.value[0]!
    expect([row.type, desk.state.value]).toEqual([type, 'ready'])
    expect(desk.verbsOf(row).map(one => one.verb)).toEqual(['release', 'refuse'])
    await desk.press(row, 'refuse')
    says({}, { amendments: [], objections: [] })
    await desk.acts.give('写了邻居的姓名和门牌')
    expect(asked.slice(4).map(one => one.url.replace('/api/v1/communities/7', ''))).toEqual([path, '/topics/held-words'])
    expect(JSON.parse(asked[4]!.data!)).toEqual({ ...key, verb: 'refuse', reason: '写了邻居的姓名和门牌' })
    expect(desk.rows.value).toEqual([])
  })

  it('shows again what was hidden', async () => {
    const desk = await opened()
    says(list({ ...held, state: 'hidden', verbs: ['restore'] }))
    await desk.choose('hidden')
    const row = desk.rows.value[0]!
    expect([lastAsked().url, desk.state.value]).toEqual(['/api/v1/communities/7/moderation?state=hidden', 'ready'])
    vi.mocked(uni.showModal).mockImplementation(asking => void asking?.success?.({ confirm: true } as never))
    says({ post: {} }, none)
    await desk.press(row, 'restore')
    expect(JSON.parse(asked.at(-2)!.data!)).toMatchObject({ verb: 'restore' })
    expect([desk.rows.value, desk.state.value]).toEqual([[], 'empty'])
  })

  it('says who was quicker and shows what is left', async () => {
    const desk = await opened(list(reported))
    await desk.press(desk.rows.value[0]!, 'hide')
    refuses('conflict', '刚刚有同事处理过了', 409)
    says(none)
    await desk.acts.give('含有邻居的电话号码')
    expect([desk.stepping.failure, desk.rows.value.length]).toEqual(['刚刚有同事处理过了', 0])
    expect(lastAsked().method).toBe('GET')
  })

  it.each([['a thing on offer', none, list({ id: '3' })], ['a discussion', heard, none]])(
    'is not empty while %s waits',
    async (_, talk, things) => expect((await opened(none, talk, things)).state.value).toBe('ready'),
  )
})

describe('a desk with more than a page', () => {
  const page = { items: [held], next: '5' }

  it('puts the later sorts behind the end of the first, so that no line moves', async () => {
    const desk = await opened(page, heard, list({ id: '3' }))
    expect([desk.rows.value.length, desk.items.value.length, desk.end.value.ended]).toEqual([1, 0, false])
    says(list(reported))
    await desk.more()
    expect(desk.rows.value.map(row => row.type)).toEqual(['post', 'comment', 'said'])
    expect([desk.items.value.length, desk.end.value.ended]).toEqual([1, true])
  })

  it('reads a sort again that could not be read', async () => {
    signedIn()
    says(list(held))
    const desk = useDesk()
    await desk.open()
    expect(desk.end.value.failure).toBe('网络不通，请检查后重试')
    says(heard)
    await desk.more()
    expect(desk.rows.value).toHaveLength(2)
  })
})
