import { describe, expect, it } from 'vitest'
import { useHome } from '@/pages/home/useHome'
import { answer, lastAsked, ok, storage } from '../setup'

const community = { id: '7', name: '临江居委', words: {}, duties: [], permissions: [], memberships: [], estates: [] }
const me = { person: { id: '1', name: '李女士' }, communities: [community], applications: [], sandbox: true }
const todo = { applications: 0, held: 0, gates: 0 }

function opened(...answers: unknown[]) {
  storage.set('sqt.token', 'secret')
  answer(...answers.map(one => ok(one)))
  return useHome()
}

describe('useHome', () => {
  it('reads the feed of the community on screen', async () => {
    const home = opened(me, { items: [], next: null, mine: { waiting: [], todo, unread: 0 } })
    await home.open()
    expect(lastAsked().url).toBe('/api/v1/communities/7/home')
    expect(home.state.value).toBe('ready')
  })

  it('counts only the work there is', async () => {
    const mine = { waiting: [], todo: { ...todo, gates: 3 }, unread: 0 }
    const home = opened(me, { items: [], next: null, mine })
    await home.open()
    expect(home.todo.value).toEqual([{ name: '议题待把关', count: 3, link: 'gates', party: true }])
  })

  it('invites who belongs nowhere yet, and asks for no feed', async () => {
    const home = opened({ ...me, communities: [] })
    await home.open()
    expect(home.state.value).toBe('empty')
    expect(lastAsked().url).toBe('/api/v1/me')
  })

  it('says that the network is down before anything was read', async () => {
    const home = opened(me)
    await home.open()
    expect([home.state.value, home.failure.value]).toEqual(['offline', '网络不通，请检查后重试'])
  })
})

describe('the filter of the feed', () => {
  const card = (ref_id: string, board: string) => ({ kind: 'post', ref_id, board })
  const mine = { waiting: [], todo, unread: 0 }

  it('looks further back by itself while little is left', async () => {
    const home = opened(me, { items: [card('1', 'nearby')], next: '1', mine }, { items: [card('2', 'notice')], next: null })
    await home.open()
    await home.filter('notice')
    expect(home.cards.value.map(one => one.ref_id)).toEqual(['2'])
    await home.filter('')
    expect(home.cards.value).toHaveLength(2)
  })

  it('stops after a few pages', async () => {
    const page = (next: string) => ({ items: [card(next, 'nearby')], next, mine })
    const home = opened(me, page('1'), page('2'), page('3'), page('4'), page('5'))
    await home.open()
    await home.filter('hall')
    expect([home.cards.value.length, home.feed.items.length]).toEqual([0, 4])
  })

  it('puts what is due first before what may wait', async () => {
    const row = (link: string, due_at: string | null) => ({ kind: 'poll', title: '', text: '', link, due_at })
    const home = opened(me, { items: [], next: null, mine: { ...mine, waiting: [row('a', null), row('b', '2026-12-02T00:00:00Z'), row('c', '2026-12-01T00:00:00Z')] } })
    await home.open()
    expect(home.waiting.value.map(one => one.link)).toEqual(['c', 'b', 'a'])
  })
})
