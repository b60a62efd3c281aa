import { describe, expect, it, vi } from 'vitest'

vi.mock('@/session/platform', () => ({ onWeChat: true }))

describe('a file on a phone', () => {
  it('is written where the mini-program may write, and opened so that it can be sent on', async () => {
    const { saveFile } = await import('@/composables/useFile')
    const writeFileSync = vi.fn()
    const openDocument = vi.fn()
    vi.stubGlobal('uni', { env: { USER_DATA_PATH: 'wxfile://usr' }, getFileSystemManager: () => ({ writeFileSync }), openDocument })
    const bytes = new ArrayBuffer(4)
    saveFile('名册模板.xlsx', bytes)
    expect(writeFileSync).toHaveBeenCalledWith('wxfile://usr/名册模板.xlsx', bytes)
    expect(openDocument).toHaveBeenCalledWith({ filePath: 'wxfile://usr/名册模板.xlsx', showMenu: true })
  })
})
