import { describe, expect, it } from 'vitest'
import { titleOf, useCompose } from '@/features/boards/composables/useCompose'
import { lastAsked } from '../setup'
import { refuses, says, signedIn } from '../member'

const boards = (announcing: string[]) => ({
  items: [
    { key: 'notice', name: '社区公告', verbs: announcing, kinds: [{ key: 'matter', name: '重大事项' }] },
    { key: 'nearby', name: '身边事', verbs: ['post'], kinds: [{ key: 'ask', name: '诉求' }, { key: 'share', name: '生活分享' }] },
  ],
})

async function opened(key = 'nearby', announcing: string[] = []) {
  signedIn()
  says(boards(announcing))
  const compose = useCompose(() => key)
  await compose.open()
  return compose
}

describe('a title out of the first sentence', () => {
  it.each([
    ['楼道灯坏了。老人看不清台阶', '楼道灯坏了'],
    ['  雪天扫雪\n谁有铁锹？', '雪天扫雪'],
    ['字'.repeat(60), `${'字'.repeat(39)}…`],
    ['', ''],
  ])('of %j is %j', (body, title) => expect(titleOf(body)).toBe(title))
})

describe('useCompose', () => {
  it('begins with the first kind, for the own estate', async () => {
    const compose = await opened()
    expect([compose.kind.value, compose.writing.estate]).toEqual(['ask', '11'])
    expect(compose.writing.scopes.map(one => one.name)).toEqual(['只给锦秋花园', '锦秋苑居委会全体', '只给运河人家'])
  })

  it('announces to everybody, under a title', async () => {
    const compose = await opened('notice', ['post'])
    expect([compose.state.value, compose.writing.estate]).toEqual(['ready', ''])
    compose.writing.body = '周六上午清洗水箱'
    expect(compose.ready.value).toBe(false)
    compose.writing.title = '3 号楼水箱清洗'
    expect(compose.ready.value).toBe(true)
  })

  it('shows no form to who may not write there', async () => {
    expect((await opened('notice')).state.value).toBe('empty')
  })

  it('needs words, and no title', async () => {
    const compose = await opened()
    expect(compose.ready.value).toBe(false)
    compose.writing.body = '楼道灯坏了。老人看不清台阶'
    expect(compose.ready.value).toBe(true)
    says({ post: { id: '5' } })
    await compose.sending.run()
    expect(lastAsked().url).toBe('/api/v1/communities/7/boards/nearby/posts')
    expect(JSON.parse(lastAsked().data!)).toEqual({
      kind: 'ask', title: '楼道灯坏了', body: '楼道灯坏了。老人看不清台阶', estate_id: '11', photos: [],
    })
    expect(compose.written.value).toBe('5')
  })

  it('writes to the whole community as no estate at all', async () => {
    const compose = await opened()
    compose.writing.body = '车库菜园收青菜'
    compose.writing.choose('')
    compose.kind.value = 'share'
    says({ post: { id: '6' } })
    await compose.sending.run()
    expect(JSON.parse(lastAsked().data!)).toMatchObject({ kind: 'share', estate_id: null })
  })

  it('files for a neighbour, for his estate or for all', async () => {
    signedIn()
    says({ items: [{ key: 'nearby', name: '身边事', verbs: ['assist'], kinds: [{ key: 'ask', name: '诉求' }] }] })
    const compose = useCompose(() => 'nearby')
    await compose.open()
    expect([compose.state.value, compose.behalf.active]).toEqual(['ready', true])
    compose.writing.body = '楼道灯坏了'
    expect(compose.ready.value).toBe(false)
    compose.behalf.take({ id: '31', name: '李**', estate: '运河人家', estate_id: '12', building: '3号楼', room: '502室', relation_name: '业主' })
    compose.behalf.say('昨天当面说好的')
    expect(compose.writing.scopes.map(one => one.key)).toEqual(['12', ''])
    says({ post: { id: '8' } })
    expect([compose.ready.value, await compose.sending.run()]).toEqual([true, true])
    expect(lastAsked().url).toBe('/api/v1/communities/7/boards/nearby/assisted-posts')
    expect(JSON.parse(lastAsked().data!)).toMatchObject({ estate_id: '12', on_behalf_of: { membership_id: '31', consent: 'spoken' } })
  })

  it('keeps the words when the server refuses', async () => {
    const compose = await opened()
    compose.writing.body = '字'
    refuses('too_many', '发得太快了，请一分钟后再发', 429)
    expect(await compose.sending.run()).toBe(false)
    expect([compose.writing.body, compose.written.value, compose.sending.failure]).toEqual(['字', '', '发得太快了，请一分钟后再发'])
  })
})
