import { describe, expect, it } from 'vitest'
import { usePeople } from '@/pages/sign-in/people'
import { answer, ok } from '../setup'

const person = (name: string, community: string) => ({ code: `demo:${name}`, name, community, role: '居民', note: '' })

describe('the people of the sandbox', () => {
  it('stand by community, and one community can be picked out', async () => {
    const people = usePeople()
    answer(ok({ items: [person('李女士', '望江'), person('何先生', '石塘村'), person('周书记', '望江')] }))
    await people.load()
    expect(people.shown.value.map(group => group.people.length)).toEqual([2, 1])
    people.only.value = '石塘村'
    expect(people.shown.value.map(group => group.name)).toEqual(['石塘村'])
  })

  it('do not exist outside the sandbox, which is no fault', async () => {
    const people = usePeople()
    answer({ statusCode: 404, data: {} })
    await people.load()
    expect(people.state.value).toBe('empty')
  })
})
