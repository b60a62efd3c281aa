import { beforeEach, describe, expect, it, vi } from 'vitest'
import { useCopy } from '@/features/identity/composables/useCopy'
import { answer, lastAsked, ok } from '../setup'
import { signedIn } from '../member'

const bytesOf = (words: unknown) => new TextEncoder().encode(JSON.stringify(words)).buffer

function saving() {
  const link = { href: '', download: '', click: vi.fn() }
  vi.stubGlobal('document', { createElement: () => link })
  vi.spyOn(URL, 'createObjectURL').mockReturnValue('blob:1')
  return link
}

describe('useCopy', () => {
  beforeEach(() => void signedIn())

  it('hands the file over and says what to take care of', async () => {
    const link = saving()
    const page = useCopy()
    expect([page.possible, page.line.value.startsWith('每天最多三次')]).toEqual([true, true])
    answer(ok(new Uint8Array([80, 75, 3, 4]).buffer))
    const running = page.downloading.run()
    expect(page.line.value).toBe('正在整理，请不要关闭页面')
    expect(await running).toBe(true)
    expect([lastAsked().url, link.download, link.click.mock.calls.length]).toEqual(['/api/v1/me/copy', '我的信息.zip', 1])
    expect(page.line.value).toContain('用完请删除')
  })

  it('says in the words of the server that today is used up, and offers no more', async () => {
    const link = saving()
    const page = useCopy()
    answer(ok(bytesOf({ code: 'copies_today', message: '今天已经下载过三次，请明天再来' }), 429))
    expect(await page.downloading.run()).toBe(false)
    expect([page.spent.value, page.downloading.failure]).toEqual([true, '今天已经下载过三次，请明天再来'])
    expect(link.click).not.toHaveBeenCalled()
  })

  it('may be tried again after any other failure', async () => {
    const page = useCopy()
    answer(ok(bytesOf({ code: 'unavailable', message: '请稍后再试' }), 503))
    await page.downloading.run()
    expect([page.spent.value, page.downloading.failure]).toEqual([false, '请稍后再试'])
  })
})
