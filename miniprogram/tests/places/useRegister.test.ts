import { beforeEach, describe, expect, it, vi } from 'vitest'
import { useRegister } from '@/features/places/composables/useRegister'
import { answer, asked, lastAsked, ok } from '../setup'
import { refuses, says, signedIn } from '../member'

const counts = { regions: 3, communities: 1, estates: 2, buildings: 8, homes: 320, owners: 0 }

function choosing(path: string | undefined) {
  vi.stubGlobal('uni', {
    ...uni,
    chooseFile: vi.fn((call: { success: (chosen: unknown) => void, fail: () => void }) =>
      path ? call.success({ tempFiles: [{ path, name: '名册.xlsx' }] }) : call.fail()),
  })
}

describe('useRegister', () => {
  beforeEach(() => void signedIn())

  it('has the workbook checked before anything is stored', async () => {
    choosing('blob:1')
    const page = useRegister()
    says(JSON.stringify({ applied: false, counts, errors: [] }))
    await page.checking.run()
    expect(lastAsked().url).toBe('/api/v1/register/imports?dry_run=true')
    expect(page.counts.value.map(one => `${one.name}${one.count}`)).toEqual(['区划3', '居村1', '小区2', '楼栋8', '房屋320'])
    says(JSON.stringify({ applied: true, counts, errors: [] }))
    await page.applying.run()
    expect(lastAsked().url).toBe('/api/v1/register/imports')
    expect([page.applied.value?.applied, page.checked.value]).toEqual([true, undefined])
  })

  it('lists every line that is refused', async () => {
    choosing('blob:1')
    const page = useRegister()
    refuses('register_refused', '名册中有 1 处需要修改，没有导入任何内容', 422, { errors: [{ sheet: '房屋', line: 7, column: '面积', message: '面积应大于 0' }] })
    await page.checking.run()
    expect(page.errors.value).toEqual([{ sheet: '房屋', line: 7, column: '面积', message: '面积应大于 0' }])
    expect([page.failure.value, page.checked.value]).toEqual(['名册中有 1 处需要修改，没有导入任何内容', undefined])
  })

  it('forgets the errors of one workbook with the next', async () => {
    choosing('blob:1')
    const page = useRegister()
    refuses('register_refused', '有 1 处需要修改', 422, { errors: [{ sheet: '房屋', line: 7, column: '', message: '重复' }] })
    await page.checking.run()
    says(JSON.stringify({ applied: false, counts, errors: [] }))
    await page.checking.run()
    expect([page.errors.value, page.failure.value]).toEqual([[], ''])
  })

  it('does nothing when no file was chosen', async () => {
    choosing(undefined)
    const page = useRegister()
    await page.checking.run()
    expect([asked.length, page.file.value]).toEqual([0, undefined])
  })

  it('hands the empty workbook over as the server made it', async () => {
    const bytes = new Uint8Array([80, 75, 3, 4]).buffer
    const link = { href: '', download: '', click: vi.fn() }
    vi.stubGlobal('document', { createElement: () => link })
    const made = vi.spyOn(URL, 'createObjectURL').mockReturnValue('blob:1')
    const page = useRegister()
    answer(ok(bytes))
    expect(await page.templating.run()).toBe(true)
    expect([lastAsked().url, link.download, link.click.mock.calls.length]).toEqual(['/api/v1/register/template.xlsx', '名册模板.xlsx', 1])
    expect((made.mock.calls[0]![0] as Blob).size).toBe(4)
  })

  it('says in the words of the server why there is no workbook', async () => {
    const page = useRegister()
    answer(ok(new TextEncoder().encode(JSON.stringify({ code: 'forbidden', message: '只有区社建办可以导入名册' })).buffer, 403))
    await page.templating.run()
    expect(page.failure.value).toBe('只有区社建办可以导入名册')
  })
})
