import { describe, expect, it, vi } from 'vitest'
import { useReview } from '@/features/identity/composables/useReview'
import { asked, lastAsked } from '../setup'
import { refuses, says, signedIn } from '../member'

const home = { id: '31', label: '3号楼 702', area: '89.00' }
const review = (more: object = {}) => ({
  id: '77', name: '周**', estate: '锦秋花园', building: '3号楼', room: '702', relation_name: '业主', state: 'verified', roll: 'matched',
  duplicate: false, home, home_members: [], steps: [], verbs: ['approve', 'return', 'refuse'], version: 2, ...more,
})

async function opened(more: object = {}) {
  signedIn()
  says(review(more))
  const page = useReview(() => '77')
  await page.open()
  return page
}

const answerModal = (confirm: boolean) =>
  vi.mocked(uni.showModal).mockImplementation(asking => void asking?.success?.({ confirm } as never))

describe('useReview', () => {
  it('names the person and the home before approving', async () => {
    const page = await opened()
    answerModal(true)
    says(review({ state: 'approved', verbs: [] }))
    await page.press('approve')
    expect(vi.mocked(uni.showModal).mock.calls[0]![0]!.content).toContain('周**将成为 3号楼 702 的业主')
    expect(JSON.parse(lastAsked().data!)).toEqual({ verb: 'approve', home_id: '31', version: 2 })
    expect(page.review.value?.state).toBe('approved')
  })

  it('approves nobody when the clerk thinks again', async () => {
    const page = await opened()
    answerModal(false)
    await page.press('approve')
    expect(asked).toHaveLength(1)
  })

  it('approves into the home that the clerk chose from the roll', async () => {
    const page = await opened({ home: null, roll: 'unknown', building: '33号楼' })
    expect(page.home.value).toBeNull()
    says({ items: [{ id: '32', label: '3号楼 602', area: '89.00', estate_id: '11', building: '3号楼', room: '602' }], next: null })
    await page.looking.run('3号楼')
    expect(decodeURIComponent(lastAsked().url)).toBe('/api/v1/communities/7/homes?estate_id=11&building=3号楼&limit=50')
    says({ items: [] })
    page.choose(page.homes.value[0]!)
    await new Promise(resolve => setTimeout(resolve))
    answerModal(true)
    says(review({ state: 'approved' }))
    await page.press('approve')
    expect(JSON.parse(lastAsked().data!)).toMatchObject({ home_id: '32' })
  })

  it('says who lives in the home that the clerk chose, and nothing until it knows', async () => {
    const page = await opened({ home_members: [{ name: '周**', relation_name: '业主' }] })
    expect(page.members.value).toHaveLength(1)
    says({ items: [{ name: '王**', relation_name: '租户' }] })
    page.choose({ id: '32', label: '3号楼 602', area: '89.00' })
    expect(page.members.value).toBeUndefined()
    await new Promise(resolve => setTimeout(resolve))
    expect(lastAsked().url).toBe('/api/v1/communities/7/homes/32/members')
    expect(page.members.value).toEqual([{ name: '王**', relation_name: '租户' }])
  })

  it('reads a tall building to its last home', async () => {
    const page = await opened()
    const door = (id: string) => ({ id, label: id, area: '89.00', estate_id: '11', building: '3号楼', room: id })
    says({ items: [door('32')], next: '32' }, { items: [door('33')], next: null })
    await page.looking.run('3号楼')
    await page.lookOn()
    expect(decodeURIComponent(lastAsked().url)).toBe('/api/v1/communities/7/homes?estate_id=11&building=3号楼&after=32&limit=50')
    expect([page.homes.value.map(one => one.id), page.further.value]).toEqual([['32', '33'], null])
  })

  it('approves into no home at all', async () => {
    const page = await opened({ home: null })
    await page.press('approve')
    expect(asked).toHaveLength(1)
  })

  it('returns with a reason', async () => {
    const page = await opened()
    await page.press('return')
    says(review({ state: 'returned', verbs: [] }))
    await page.acts.give('房号应为 502，请核对')
    expect(JSON.parse(lastAsked().data!)).toEqual({ verb: 'return', reason: '房号应为 502，请核对', version: 2 })
  })

  it('shows what a colleague decided a moment before', async () => {
    const page = await opened()
    answerModal(true)
    refuses('conflict', '刚才有人先处理了这份申请，请刷新后再看', 409)
    says(review({ state: 'refused', verbs: [] }))
    await page.press('approve')
    expect([page.review.value?.state, page.failed.value]).toEqual(['refused', '刚才有人先处理了这份申请，请刷新后再看'])
  })
})
