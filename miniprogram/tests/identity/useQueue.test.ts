import { nextTick } from 'vue'
import { describe, expect, it } from 'vitest'
import { useQueue } from '@/features/identity/composables/useQueue'
import { lastAsked } from '../setup'
import { says, signedIn } from '../member'

describe('useQueue', () => {
  it('begins with what waits, and reads another state when it is chosen', async () => {
    signedIn()
    says({ items: [{ id: '77' }], next: null }, { items: [], next: null })
    const queue = useQueue()
    await queue.open()
    expect([lastAsked().url, queue.state.value]).toEqual(['/api/v1/communities/7/applications?state=verified', 'ready'])
    queue.which.value = 'approved'
    await nextTick()
    expect([lastAsked().url, queue.state.value]).toEqual(['/api/v1/communities/7/applications?state=approved', 'loading'])
    await new Promise(resolve => setTimeout(resolve))
    expect(queue.state.value).toBe('empty')
  })
})
