import { describe, expect, it, vi } from 'vitest'
import { useItem } from '@/features/market/composables/useItem'
import { asked, lastAsked } from '../setup'
import { refuses, says, signedIn } from '../member'

const page = (mine: object = {}, item: object = {}) => ({
  item: { id: '3', kind: 'give', state: 'offered', title: '儿童自行车', waiting: 0, thanks: null, ...item },
  requests: [],
  mine: { verbs: [], place_in_queue: null, giver: false, ...mine },
})

async function opened(mine: object = {}, item: object = {}) {
  signedIn()
  says(page(mine, item))
  const one = useItem(() => '3')
  await one.open()
  return one
}

describe('useItem', () => {
  it('asks for it with a word to the giver, who need not be told anything', async () => {
    const item = await opened({ verbs: ['request'] })
    await item.acts.press('request')
    says(page({ verbs: ['cancel'], place_in_queue: 0 }, { state: 'reserved' }))
    await item.acts.give('')
    expect(JSON.parse(lastAsked().data!)).toEqual({ verb: 'request', note: '' })
    expect(item.standing.value).toContain('给您留着')
  })

  it.each([
    ['give', 'offered', '我想要'], ['swap', 'offered', '我来交换'], ['lend', 'offered', '我想借'], ['give', 'reserved', '排队等候'],
  ])('names the wish for a thing to %s that is %s %j', async (kind, state, name) => {
    expect((await opened({ verbs: ['request'] }, { kind, state })).acts.verbs[0]!.name).toBe(name)
  })

  it('says the place in the queue', async () => {
    expect((await opened({ place_in_queue: 2 }, { state: 'reserved' })).standing.value).toContain('第 2 位')
  })

  it('has nothing to say to who did not ask for it', async () => {
    expect((await opened()).standing.value).toBe('')
  })

  it('puts handing over before taking back', async () => {
    const item = await opened({ verbs: ['release', 'hand_over', 'withdraw'], giver: true }, { state: 'reserved' })
    expect(item.acts.verbs.map(one => one.verb)).toEqual(['hand_over', 'release', 'withdraw'])
  })

  it('shows that another was first', async () => {
    const item = await opened({ verbs: ['request'] })
    await item.acts.press('request')
    refuses('conflict', '刚刚有邻居先预约了', 409)
    says(page({ verbs: ['request'] }, { state: 'reserved', waiting: 1 }))
    await item.acts.give('')
    expect([item.item.value?.state, item.failed.value]).toEqual(['reserved', '刚刚有邻居先预约了'])
  })

  it('hands over only after the question', async () => {
    const item = await opened({ verbs: ['hand_over'], giver: true }, { state: 'reserved' })
    vi.mocked(uni.showModal).mockImplementation(asking => void asking?.success?.({ confirm: false } as never))
    await item.acts.press('hand_over')
    expect(asked).toHaveLength(1)
  })
})
