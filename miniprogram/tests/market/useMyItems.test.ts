import { describe, expect, it } from 'vitest'
import { useMyItems } from '@/features/market/composables/useMyItems'
import { lastAsked } from '../setup'
import { says, signedIn } from '../member'

describe('one\'s own items', () => {
  it('are read page by page', async () => {
    signedIn()
    const own = useMyItems()
    says({ items: [{ id: '9' }], next: 'c', mine: { pending: [] } }, { items: [{ id: '8' }], next: null, mine: { pending: [] } })
    await own.open()
    await own.list.more()
    expect(lastAsked().url).toBe('/api/v1/communities/7/items?state=mine&after=c')
    expect([own.state.value, own.list.items.map(one => one.id), own.list.ended]).toEqual(['ready', ['9', '8'], true])
  })

  it('show what was read before while the network is gone', async () => {
    signedIn()
    says({ items: [{ id: '9' }], next: null, mine: { pending: [] } })
    await useMyItems().open()
    const again = useMyItems()
    await again.open()
    expect([again.state.value, again.list.stale]).toEqual(['ready', expect.stringContaining('网络不通')])
  })
})
