import { describe, expect, it } from 'vitest'
import { useHome } from '@/pages/home/useHome'
import { answer, lastAsked, ok, storage } from '../setup'

const community = { id: '7', name: '临江居委', words: {}, duties: [], permissions: [], memberships: [], estates: [] }
const me = { person: { id: '1', name: '李女士' }, communities: [community], applications: [], sandbox: true }
const todo = { applications: 0, held: 0, gates: 0, second: 0, orders: 0 }

function opened(...answers: unknown[]) {
  storage.set('sqt.token', 'secret')
  answer(...answers.map(one => ok(one)))
  return useHome()
}

describe('useHome', () => {
  it('reads the feed of the community on screen', async () => {
    const home = opened(me, { items: [], next: null, emergencies: [], mine: { waiting: [], todo, unread: 0 } })
    await home.open()
    expect(lastAsked().url).toBe('/api/v1/communities/7/home')
    expect(home.state.value).toBe('ready')
  })

  it('counts only the work there is', async () => {
    const mine = { waiting: [], todo: { ...todo, gates: 3 }, unread: 0 }
    const home = opened(me, { items: [], next: null, emergencies: [], mine })
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
  const row = (link: string, due_at: string | null) => ({ kind: 'poll', title: '', text: '', link, due_at })
  const mine = { waiting: [row('poll:1', null)], todo, unread: 0 }
  const feed = { items: [card('1', 'nearby')], next: null, emergencies: [], mine }

  it('is the server\'s: one board is asked for', async () => {
    const home = opened(me, feed, { items: [card('2', 'notice')], next: null, emergencies: [], mine })
    await home.open()
    await home.filter('notice')
    expect(lastAsked().url).toBe('/api/v1/communities/7/home?board=notice')
    expect(home.feed.items.map(one => one.ref_id)).toEqual(['2'])
  })

  it('leaves what waits for the reader standing while it reads, and when it cannot', async () => {
    const home = opened(me, feed)
    await home.open()
    const filtering = home.filter('hall')
    expect([home.state.value, home.feed.state, home.waiting.value.length]).toEqual(['ready', 'loading', 1])
    await filtering
    expect([home.state.value, home.feed.state, home.waiting.value.length]).toEqual(['ready', 'offline', 1])
  })

  it('is asked nothing when the same board is pressed again', async () => {
    const home = opened(me, feed)
    await home.open()
    await home.filter('')
    expect(lastAsked().url).toBe('/api/v1/communities/7/home')
  })

  it('shows nothing of the estate before while another one is read', async () => {
    const home = opened(me, feed, feed)
    await home.open()
    const turning = home.turn()
    expect([home.state.value, home.waiting.value.length]).toEqual(['loading', 0])
    await turning
    expect(home.waiting.value).toHaveLength(1)
  })

  it('puts what is due first before what may wait', async () => {
    const home = opened(me, { items: [], next: null, emergencies: [], mine: { ...mine, waiting: [row('a', null), row('b', '2026-12-02T00:00:00Z'), row('c', '2026-12-01T00:00:00Z')] } })
    await home.open()
    expect(home.waiting.value.map(one => one.link)).toEqual(['c', 'b', 'a'])
  })
})

describe('an emergency', () => {
  const banner = { id: '9', title: '台风应急', text: '请留在家中', is_drill: false }
  const read = (...emergencies: unknown[]) => ({ items: [], next: null, emergencies, mine: { waiting: [], todo, unread: 0 } })

  it('stands above everything while it is on, and not a minute longer', async () => {
    const home = opened(me, read({ ...banner, ends_at: '2099-01-01T00:00:00Z' }, { ...banner, id: '8', ends_at: '2020-01-01T00:00:00Z' }))
    await home.open()
    expect(home.banners.value.map(one => one.id)).toEqual(['9'])
  })
})
