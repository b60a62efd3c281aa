import { describe, expect, it } from 'vitest'
import { usePeople } from '@/pages/sign-in/people'
import { answer, ok } from '../setup'

const person = (name: string, community: string, role = '业主', note = '') => ({ code: `demo:${name}`, name, community, role, note })

async function loaded(...items: object[]) {
  const people = usePeople()
  answer(ok({ items }))
  await people.load()
  return people
}

describe('the people of the sandbox', () => {
  it('stand by community, its offices first', async () => {
    const { groups } = await loaded(person('李女士', '望江'), person('何先生', '石塘村', '租客'), person('周书记', '望江', '书记'), person('访客', ''))
    expect(groups.value.map(group => [group.name, group.people.map(one => one.name)]))
      .toEqual([['望江', ['周书记', '李女士']], ['石塘村', ['何先生']], ['还没有入住', ['访客']]])
  })

  it('begin with one of each role, so that every pair of eyes is within reach', async () => {
    const { groups } = await loaded(
      person('甲', '望江'), person('乙', '望江'), person('丙', '望江', '居委'), person('丁', '望江', '居委'), person('戊', '望江', '租客'), person('己', '望江', '书记'))
    expect(groups.value[0]!.people.map(one => one.name)).toEqual(['丙', '己', '甲', '戊', '丁', '乙'])
  })

  it('are folded behind the first six until somebody unfolds them', async () => {
    const { groups, unfold } = await loaded(...Array.from({ length: 9 }, (_, at) => person(`邻居${at}`, '望江')))
    expect([groups.value[0]!.people.length, groups.value[0]!.more]).toEqual([6, 3])
    unfold('望江')
    expect([groups.value[0]!.people.length, groups.value[0]!.more]).toEqual([9, 0])
  })

  it('are found by name, office, community or story, however far back they stand', async () => {
    const crowd = Array.from({ length: 8 }, (_, at) => person(`邻居${at}`, '望江'))
    const { groups, sought } = await loaded(...crowd, person('王先生', '望江', '租客', '骑电瓶车上下班'), person('王女士', '石塘村'))
    const names = () => groups.value.flatMap(group => group.people.map(one => one.name))
    sought.value = ' 电瓶车 '
    expect(names()).toEqual(['王先生'])
    sought.value = '王 石塘'
    expect(names()).toEqual(['王女士'])
    sought.value = '没有这个人'
    expect(groups.value).toEqual([])
  })

  it('do not exist outside the sandbox, which is no fault', async () => {
    const people = usePeople()
    answer({ statusCode: 404, data: {} })
    await people.load()
    expect(people.state.value).toBe('empty')
  })
})
