import { describe, expect, it } from 'vitest'
import { useNotices } from '@/features/notices/composables/useNotices'
import { asked, lastAsked } from '../setup'
import { says, signedIn } from '../member'

const notice = (id: string, read = false) => ({ id, kind: 'post', title: '居委会回复了您', body: '', link: 'post:5', created_at: '2026-11-22T08:00:00Z', read })

async function opened() {
  signedIn()
  says({ items: [notice('1'), notice('2')], next: null, unread: 2 })
  const page = useNotices()
  await page.open()
  return page
}

describe('useNotices', () => {
  it('opens what a line is about, and counts it as read', async () => {
    const page = await opened()
    says({ unread: 1 })
    page.follow(page.list.items[0]!)
    expect(uni.navigateTo).toHaveBeenCalledWith({ url: '/features/boards/pages/post?id=5' })
    await new Promise(resolve => setTimeout(resolve))
    expect(JSON.parse(lastAsked().data!)).toEqual({ ids: ['1'] })
    expect([page.unread.value, page.list.items.map(one => one.read)]).toEqual([1, [true, false]])
  })

  it('goes to the tab that a line is about, as the platform asks for tabs', async () => {
    const page = await opened()
    page.follow({ ...notice('3'), link: 'mine' })
    expect(uni.switchTab).toHaveBeenCalledWith({ url: '/pages/mine/index' })
    expect(uni.navigateTo).not.toHaveBeenCalled()
  })

  it('opens the line even when the mark does not arrive', async () => {
    const page = await opened()
    page.follow(page.list.items[0]!)
    await new Promise(resolve => setTimeout(resolve))
    expect(uni.navigateTo).toHaveBeenCalledOnce()
    expect(page.unread.value).toBe(2)
  })

  it('marks nothing twice', async () => {
    const page = await opened()
    page.follow(notice('1', true))
    expect(asked).toHaveLength(1)
  })

  it('marks all of them, also those not read from the server yet', async () => {
    const page = await opened()
    says({ unread: 0 })
    await page.marking.run()
    expect(JSON.parse(lastAsked().data!)).toEqual({})
    expect(page.list.items.every(one => one.read)).toBe(true)
  })
})
