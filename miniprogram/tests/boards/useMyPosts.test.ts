import { describe, expect, it } from 'vitest'
import { nextTick } from 'vue'
import { useMyPosts } from '@/features/boards/composables/useMyPosts'
import { asked, lastAsked } from '../setup'
import { place, refuses, says, signedIn } from '../member'

const settled = () => new Promise(resolve => setTimeout(resolve))
const page = (...ids: string[]) => ({ items: ids.map(id => ({ id })), next: null, mine: { thanked: [], pending: [] } })

describe('one\'s own posts', () => {
  it('are read from the start each time the page opens', async () => {
    signedIn()
    const own = useMyPosts()
    says(page())
    await own.open()
    expect([own.state.value, own.stranger.value]).toEqual(['empty', false])
    says(page('5'))
    await own.open()
    expect(own.state.value).toBe('ready')
    expect(lastAsked().url).toBe('/api/v1/communities/7/boards/nearby/posts?state=mine')
  })

  it('stand on two boards only for who publishes notices', async () => {
    signedIn()
    expect(useMyPosts().boards.value).toEqual([])
    signedIn({ communities: [{ ...place, permissions: ['notice:publish'] }] })
    const own = useMyPosts()
    expect(own.boards.value.map(one => one.name)).toEqual(['身边事', '社区公告'])
    says(page('5'))
    await own.open()
    says(page('6'))
    own.board.value = 'notice'
    await nextTick()
    await settled()
    expect(lastAsked().url).toContain('/boards/notice/posts?state=mine')
    expect(own.list.items.map(one => one.id)).toEqual(['6'])
  })

  it('are asked of nobody who belongs nowhere, and say why when refused', async () => {
    signedIn({ communities: [] })
    const stranger = useMyPosts()
    await stranger.open()
    expect([stranger.stranger.value, asked.length]).toEqual([true, 0])
    signedIn()
    refuses('not_found', '没有找到', 404)
    const refused = useMyPosts()
    await refused.open()
    expect([refused.state.value, refused.failure.value]).toEqual(['refused', '没有找到'])
  })
})
