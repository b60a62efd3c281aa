import { nextTick, shallowRef } from 'vue'
import { describe, expect, it, vi } from 'vitest'
import type { Page } from '@/api/http'
import { useTalk, type Said } from '@/composables/useTalk'

const one = (id: string, state = 'published'): Said => ({ id, state, state_name: state === 'published' ? '' : '审核中' })

function talking(next: string | null, ...later: Page<Said>[]) {
  const first = shallowRef<Page<Said>>({ items: [one('1')], next })
  const pending = shallowRef<Said[]>([])
  const more = vi.fn(() => Promise.resolve(later.shift()!))
  const talk = useTalk<Said>({ first: () => first.value, pending: () => pending.value, more })
  const said = () => talk.comments.value.map(comment => `${comment.id} ${comment.state}`)
  return { first, pending, more, talk, said }
}

describe('useTalk', () => {
  it('keeps what was unfolded while it joins on to the first page', async () => {
    const { first, talk, said } = talking('1', { items: [one('2')], next: null })
    await talk.growing.run()
    first.value = { items: [one('1')], next: '1' }
    await nextTick()
    expect([said(), talk.next.value]).toEqual([['1 published', '2 published'], null])
  })

  it('folds it when the first page ends elsewhere', async () => {
    const { first, talk, said } = talking('1', { items: [one('2')], next: null })
    await talk.growing.run()
    first.value = { items: [one('0'), one('2')], next: '2' }
    await nextTick()
    expect([said(), talk.next.value]).toEqual([['0 published', '2 published'], '2'])
  })

  it('shows what passed the check as public, although the page it stands on was not read', () => {
    const { pending, talk, said } = talking('1')
    talk.keep(one('9', 'checking'))
    pending.value = [one('9', 'checking')]
    expect(said()).toEqual(['1 published', '9 checking'])
    pending.value = []
    expect([said(), talk.next.value]).toEqual([['1 published', '9 published'], '1'])
  })

  it('shows what was held as held', () => {
    const { pending, talk, said } = talking(null)
    talk.keep(one('9', 'checking'))
    pending.value = [one('9', 'held')]
    expect(said()).toEqual(['1 published', '9 held'])
  })

  it('forgets what its author has taken back', () => {
    const { talk, said } = talking(null)
    talk.keep(one('9', 'checking'))
    talk.drop('9')
    expect(said()).toEqual(['1 published'])
  })
})
