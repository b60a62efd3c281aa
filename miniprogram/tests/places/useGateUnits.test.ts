import { describe, expect, it } from 'vitest'
import { useGateUnits } from '@/features/places/composables/useGateUnits'
import { asked, lastAsked } from '../setup'
import { refuses, says, signedIn } from '../member'

const unit = (more: object = {}) => ({ estate_id: '11', estate: '锦秋花园', delegated: false, verbs: ['hand_down'], shut: null, ...more })

async function opened(...items: object[]) {
  signedIn()
  says({ items })
  const page = useGateUnits()
  await page.reading.run()
  return page
}

describe('useGateUnits', () => {
  it('says what handing down means, and sends it with the reason', async () => {
    const page = await opened(unit(), unit({ estate_id: '12', estate: '运河人家' }))
    await page.press(page.units.value[0]!)
    expect(page.acts.open?.consequence).toContain('锦秋花园自己的议题由小区党支部')
    expect(asked).toHaveLength(1)
    says(unit({ delegated: true, verbs: ['take_back'] }))
    await page.acts.give('党员大会讨论同意自己把关')
    expect(lastAsked().url).toBe('/api/v1/communities/7/estates/11/gates/steps')
    expect(JSON.parse(lastAsked().data!)).toEqual({ verb: 'hand_down', reason: '党员大会讨论同意自己把关' })
    expect(page.units.value.map(one => one.delegated)).toEqual([true, false])
    expect(page.acts.open).toBeUndefined()
  })

  it('offers nothing to whom the server offers nothing', async () => {
    const page = await opened(unit({ verbs: [] }))
    await page.press(page.units.value[0]!)
    expect(page.acts.open).toBeUndefined()
  })

  it('reads again when a topic came to the gate meanwhile, and says so', async () => {
    const page = await opened(unit())
    await page.press(page.units.value[0]!)
    refuses('gate_closed', '这个小区有 1 个议题正在等把关，办完以后再改', 409)
    says({ items: [unit({ verbs: [], shut: '这个小区有 1 个议题正在等把关，办完以后再改' })] })
    await page.acts.give('党员大会讨论同意自己把关')
    expect(page.failure.value).toContain('正在等把关')
    expect(page.units.value[0]!.verbs).toEqual([])
  })
})
