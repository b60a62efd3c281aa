import { describe, expect, it } from 'vitest'
import { useMine } from '@/pages/mine/useMine'
import { asked } from '../setup'
import { me, place, says, signedIn } from '../member'

const settled = () => new Promise(resolve => setTimeout(resolve))

async function opened(permissions: string[], applications: object[] = []) {
  signedIn()
  says({ ...me, communities: [{ ...place, permissions }], applications })
  if (permissions.includes('inbox:use')) says({ items: [], next: null, unread: 4 })
  const page = useMine()
  await page.open()
  await settled()
  return page
}

describe('useMine', () => {
  it('shows a resident no work', async () => {
    const page = await opened(['inbox:use', 'post:write'])
    expect(page.work.value).toEqual([])
    expect(page.things.value[0]).toMatchObject({ key: 'notices', count: 4 })
  })

  it('shows each office its own work', async () => {
    expect((await opened(['register:import'])).work.value.map(one => one.name)).toEqual(['名册导入'])
    expect((await opened(['setting:change'])).work.value.map(one => one.name)).toEqual(['议事规则'])
    expect((await opened(['setting:law'])).work.value.map(one => [one.name, decodeURIComponent(one.url)]))
      .toEqual([['法定数字', '/features/places/pages/settings?group=法定数字']])
    expect((await opened(['application:review', 'qr:manage', 'post:moderate', 'notice:publish'])).work.value.map(one => one.name))
      .toEqual(['审核入住', '待查看内容', '发公告', '小区二维码'])
  })

  it('leads a resident to what he gave, and an office that gives nothing nowhere', async () => {
    const given = (page: Awaited<ReturnType<typeof opened>>) => page.things.value.map(one => one.key).filter(key => key.startsWith('my-'))
    expect(given(await opened(['post:write', 'item:offer', 'topic:propose']))).toEqual(['my-posts', 'my-items', 'my-topics'])
    expect(given(await opened(['post:write']))).toEqual(['my-posts'])
    expect(given(await opened(['register:import']))).toEqual([])
  })

  it('asks for no messages where there is no inbox', async () => {
    await opened(['register:import'])
    expect(asked.map(one => one.url)).toEqual(['/api/v1/me'])
  })

  it('shows the applications that still wait, or the last one', async () => {
    const one = (id: string, state: string) => ({ id, state, state_name: state, community: place })
    expect((await opened([], [one('1', 'approved'), one('2', 'verified')])).things.value.map(row => row.key)).toEqual(['application-2', 'join'])
    expect((await opened([], [one('1', 'approved')])).things.value.map(row => row.key)).toEqual(['application-1', 'join'])
  })
})
