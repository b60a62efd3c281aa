import { describe, expect, it } from 'vitest'
import { useNeighbours } from '@/composables/useNeighbours'
import { type Neighbour, useOnBehalf } from '@/composables/useOnBehalf'
import { asked, lastAsked } from '../setup'
import { refuses, says, signedIn } from '../member'

export const elder: Neighbour = {
  id: '31', name: '李**', estate: '运河人家', estate_id: '12', building: '3号楼', room: '502室', relation_name: '业主',
}

function begun(may = true, own = true) {
  signedIn()
  return useOnBehalf(() => may, () => own)
}

describe('useOnBehalf', () => {
  it('asks for nothing and sends nothing until it is wanted', () => {
    const behalf = begun()
    expect([behalf.active, behalf.missing, behalf.draft()]).toEqual([false, '', undefined])
  })

  it('is no choice for who writes nothing of his own, and nothing for who helps nobody', () => {
    expect(begun(true, false).active).toBe(true)
    const stranger = begun(false, true)
    stranger.turn(true)
    expect(stranger.active).toBe(false)
  })

  it('wants to know for whom and how he agreed', () => {
    const behalf = begun()
    behalf.turn(true)
    expect(behalf.missing).toBe('请选择代谁提交')
    behalf.take(elder)
    behalf.say('  说好  ')
    expect(behalf.missing).toBe('请写明本人怎样同意的，至少 5 个字')
    behalf.say(' 昨天当面说好的 ')
    behalf.agreed('phone')
    expect(behalf.missing).toBe('')
    expect(behalf.draft()).toEqual({ on_behalf_of: { membership_id: '31', consent: 'phone', words: '昨天当面说好的', photos: [] } })
  })

  it('forgets for whom it was when it is turned off', () => {
    const behalf = begun()
    behalf.turn(true)
    behalf.take(elder)
    expect(behalf.member?.name).toBe('李**')
    behalf.turn(false)
    expect([behalf.member, behalf.draft()]).toEqual([undefined, undefined])
  })
})

describe('useNeighbours', () => {
  it('looks for a building or a surname, page by page', async () => {
    signedIn()
    const { form, found, next, searching, growing } = useNeighbours()
    Object.assign(form, { building: ' 3号楼 ', name: '' })
    says({ items: [elder], next: '31' })
    await searching.run()
    expect(decodeURIComponent(lastAsked().url)).toBe('/api/v1/communities/7/assistance/members?building=3号楼')
    says({ items: [{ ...elder, id: '32' }], next: null })
    await growing.run()
    expect([found.value?.map(one => one.id), next.value]).toEqual([['31', '32'], null])
    expect(asked[1]!.url).toContain('after=31')
  })

  it('keeps what was found when the server refuses', async () => {
    signedIn()
    const { found, searching } = useNeighbours()
    says({ items: [elder], next: null })
    await searching.run()
    refuses('too_many', '查得太快了，请稍后再试', 429)
    await searching.run()
    expect([found.value?.length, searching.failure]).toEqual([1, '查得太快了，请稍后再试'])
  })
})
