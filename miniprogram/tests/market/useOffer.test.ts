import { describe, expect, it } from 'vitest'
import { useOffer } from '@/features/market/composables/useOffer'
import { lastAsked } from '../setup'
import { refuses, says, signedIn } from '../member'

async function filled(kind: 'give' | 'swap' = 'give') {
  signedIn()
  const offer = useOffer()
  await offer.open()
  offer.kind.value = kind
  offer.writing.title = ' 儿童自行车 '
  offer.writing.body = '周末自取'
  offer.wants.value = '绘本'
  return offer
}

describe('useOffer', () => {
  it('offers to the whole community unless told otherwise', async () => {
    const offer = await filled()
    says({ item: { id: '3' } })
    await offer.sending.run()
    expect(JSON.parse(lastAsked().data!)).toEqual({
      kind: 'give', title: '儿童自行车', body: '周末自取', wants: '', estate_id: null, photos: [],
    })
    expect(offer.offered.value).toBe('3')
  })

  it('says what is wanted only when swapping', async () => {
    const offer = await filled('swap')
    offer.writing.choose('12')
    says({ item: { id: '3' } })
    await offer.sending.run()
    expect(JSON.parse(lastAsked().data!)).toMatchObject({ wants: '绘本', estate_id: '12' })
  })

  it('is not ready without words', async () => {
    const offer = await filled()
    expect(offer.ready.value).toBe(true)
    offer.writing.body = '  '
    expect(offer.ready.value).toBe(false)
  })

  it('shows the refusal of a price in the words of the server', async () => {
    const offer = await filled()
    refuses('no_price', '这里是邻里之间的公益交换，请去掉价格')
    await offer.sending.run()
    expect([offer.sending.failure, offer.offered.value]).toEqual(['这里是邻里之间的公益交换，请去掉价格', ''])
  })
})
