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
    expect(home.todo.value).toEqual([{ name: '议题待把关', count: 3, link: 'gates' }])
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
