import { beforeEach, describe, expect, it, vi } from 'vitest'
import { ApiError, type Page } from '@/api/http'
import { forgetPages, type ReadPage, usePage } from '@/composables/usePage'

const offline = () => new ApiError(0, 'offline', '网络不通，请检查后重试')
const list = (read: ReadPage<number>) => usePage(read, () => 'numbers')

describe('usePage', () => {
  beforeEach(forgetPages)

  it('follows the cursor to the end', async () => {
    const read = vi.fn(async (cursor?: string): Promise<Page<number>> =>
      cursor ? { items: [3], next: null, mine: 'b' } : { items: [1, 2], next: 'c', mine: 'a' })
    const page = list(read)
    await page.refresh()
    expect(page.ended).toBe(false)
    await page.more()
    expect(page.items).toEqual([1, 2, 3])
    expect(page.mines).toEqual(['a', 'b'])
    expect(page.ended).toBe(true)
    await page.more()
    expect(read.mock.calls).toEqual([[undefined], ['c']])
  })

  it('tells nothing there from nothing read', async () => {
    const page = list(async () => ({ items: [], next: null }))
    expect(page.state).toBe('loading')
    await page.refresh()
    expect(page.state).toBe('empty')
  })

  it('tells a broken server from a refusal and a missing network', async () => {
    const broken = list(() => Promise.reject(new ApiError(503, 'busy', '服务正忙')))
    await broken.refresh()
    expect([broken.state, broken.failure]).toEqual(['error', '服务正忙'])
    const gone = list(() => Promise.reject(new ApiError(404, 'not_found', '没有找到')))
    await gone.refresh()
    expect([gone.state, gone.failure]).toEqual(['refused', '没有找到'])
    const lost = list(() => Promise.reject(offline()))
    await lost.refresh()
    expect(lost.state).toBe('offline')
  })

  it('shows what was read last when the network is gone, and says so', async () => {
    await list(async () => ({ items: [1], next: 'c' })).refresh()
    const page = list(() => Promise.reject(offline()))
    await page.refresh()
    expect([page.state, page.items, page.ended]).toEqual(['ready', [1], true])
    expect(page.stale).toMatch(/^网络不通，以下是今天 \d\d:\d\d 读到的内容$/)
  })

  it('shows nothing of the person before', async () => {
    await list(async () => ({ items: [1], next: null })).refresh()
    forgetPages()
    const page = list(() => Promise.reject(offline()))
    await page.refresh()
    expect([page.state, page.items]).toEqual(['offline', []])
  })

  it('keeps the list when more of it cannot be read', async () => {
    const page = list(cursor => cursor ? Promise.reject(offline()) : Promise.resolve({ items: [1], next: 'c' }))
    await page.refresh()
    await page.more()
    expect([page.items, page.state, page.failure]).toEqual([[1], 'ready', '网络不通，请检查后重试'])
  })

  it('drops the late answer of an earlier filter', async () => {
    const answers: ((page: Page<number>) => void)[] = []
    const page = list(() => new Promise(resolve => answers.push(resolve)))
    const [first, second] = [page.restart(), page.restart()]
    answers[1]!({ items: [2], next: null })
    answers[0]!({ items: [1], next: null })
    await Promise.all([first, second])
    expect(page.items).toEqual([2])
  })
})
