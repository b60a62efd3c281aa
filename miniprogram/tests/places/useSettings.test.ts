import { describe, expect, it } from 'vitest'
import { useSettings } from '@/features/places/composables/useSettings'
import { asked, lastAsked } from '../setup'
import { refuses, says, signedIn } from '../member'
import { LAW, RULE } from './rules'

async function opened(...items: object[]) {
  signedIn()
  says({ items })
  const page = useSettings()
  await page.open()
  return page
}

describe('useSettings', () => {
  it('puts the rules under their headings, in the order of the server', async () => {
    const page = await opened(RULE, LAW, { ...RULE, key: 'pause.days' })
    expect(asked[0]!.url).toBe('/api/v1/communities/7/settings')
    expect(page.groups.value.map(one => [one.name, one.items.map(item => item.key)])).toEqual([
      ['把关与申诉', ['gate.days', 'pause.days']], ['法定数字', ['route.C.participation']],
    ])
    expect(page.filters.value.map(one => one.name)).toEqual(['全部', '把关与申诉', '法定数字'])
  })

  it('shows one heading alone when it was asked for', async () => {
    const page = await opened(RULE, LAW)
    page.enter('法定数字')
    expect(page.groups.value.map(one => one.name)).toEqual(['法定数字'])
    expect(page.filters.value.map(one => one.name)).toEqual(['法定数字', '全部', '把关与申诉'])
  })

  it('reads the history of the rule that was opened, and of no other', async () => {
    const page = await opened(RULE, LAW)
    says({ items: [{ id: '9', value: 4 }], next: null }, { items: [], next: null })
    await page.show('gate.days')
    expect(lastAsked().url).toBe('/api/v1/communities/7/settings/gate.days/history')
    expect([page.item.value?.key, page.history.items.length]).toEqual(['gate.days', 1])
    await page.show('route.C.participation')
    expect([page.history.state, page.history.items.length]).toEqual(['empty', 0])
  })

  it('takes the changed rule as the server answers it, and closes', async () => {
    const page = await opened(RULE, LAW)
    says({ items: [], next: null })
    await page.show('gate.days')
    page.changed({ ...page.item.value!, value: 4, changed_by: '周女士' })
    expect(page.item.value).toBeUndefined()
    expect(page.groups.value[0]!.items[0]).toMatchObject({ key: 'gate.days', value: 4, changed_by: '周女士' })
  })

  it('says why the rules could not be read', async () => {
    signedIn()
    refuses('internal', '系统出了点问题', 500)
    const page = useSettings()
    await page.open()
    expect([page.state.value, page.failure.value]).toEqual(['error', '系统出了点问题'])
  })
})
