import { describe, expect, it } from 'vitest'
import { useSeen } from '@/features/identity/composables/useSeen'
import { useUnmasking } from '@/features/identity/composables/useUnmasking'
import { asked, lastAsked, storage } from '../setup'
import { refuses, says, signedIn } from '../member'

const PHONE = '13800001111'
const settled = () => new Promise(resolve => setTimeout(resolve))

function filled() {
  const session = signedIn()
  const page = useUnmasking(() => session.base, () => '77')
  page.ask()
  page.toggle('phone')
  page.choose('contact')
  page.write('房产证看不清，打电话核对')
  return page
}

describe('useUnmasking', () => {
  it('says what is still missing, one thing after the other, and sends nothing before', async () => {
    signedIn()
    const page = useUnmasking(() => '/communities/7', () => '77')
    page.ask()
    expect(page.missing).toBe('请选要查看的项目')
    page.toggle('phone')
    expect(page.missing).toBe('请选为什么查看')
    page.choose('contact')
    page.write(' 核对 ')
    expect(page.missing).toBe('理由还差 3 个字')
    await page.sending.run()
    expect(asked).toEqual([])
    page.write('打电话核对')
    expect(page.missing).toBe('')
  })

  it('asks by PUT, whose answer no store keeps, and shows what was opened in the order of the list', async () => {
    const page = filled()
    page.toggle('name')
    says({ phone: PHONE, name: '李秀英' })
    await page.sending.run()
    expect([lastAsked().method, lastAsked().url]).toEqual(['PUT', '/api/v1/communities/7/applications/77/unmasking'])
    expect(lastAsked().header['Idempotency-Key']).toBeUndefined()
    expect(JSON.parse(lastAsked().data!)).toEqual({ fields: ['phone', 'name'], reason_code: 'contact', reason: '房产证看不清，打电话核对' })
    expect(page.asking).toBe(false)
    expect(page.shown).toEqual([{ key: 'name', name: '姓名', text: '李秀英' }, { key: 'phone', name: '手机号', text: PHONE }])
  })

  it('says of a number that is not kept that it is not', async () => {
    const page = filled()
    says({ id_number: null })
    await page.sending.run()
    expect(page.shown).toEqual([{ key: 'id_number', name: '身份证号码', text: '没有保存' }])
  })

  it('forgets it when the page is left, and stores it nowhere', async () => {
    const page = filled()
    says({ phone: PHONE })
    await page.sending.run()
    expect([...storage.values()].join()).not.toContain(PHONE)
    page.forget()
    expect(page.shown).toEqual([])
  })

  it('shows nothing that arrives after the page was left', async () => {
    const page = filled()
    says({ phone: PHONE })
    const sent = page.sending.run()
    page.forget()
    await sent
    expect(page.shown).toEqual([])
  })

  it('keeps the sheet open with the server\'s words when it refuses', async () => {
    const page = filled()
    refuses('unmasking_cap', '您今天已查看 30 次完整信息，请明天再办', 429)
    await page.sending.run()
    expect([page.asking, page.sending.failure, page.reason]).toEqual([true, '您今天已查看 30 次完整信息，请明天再办', '房产证看不清，打电话核对'])
  })

  it('begins anew each time it is asked', () => {
    const page = filled()
    page.close()
    page.ask()
    expect([page.fields, page.ground, page.reason]).toEqual([[], '', ''])
  })
})

describe('useSeen', () => {
  it('is read by whoever is signed in, also before he lives anywhere', async () => {
    signedIn({ communities: [] })
    says({ items: [{ id: '5' }], next: null })
    const page = useSeen()
    await page.open()
    await settled()
    expect([lastAsked().url, page.state.value]).toEqual(['/api/v1/me/unmaskings', 'ready'])
  })

  it('says that nobody looked', async () => {
    signedIn()
    says({ items: [], next: null })
    const page = useSeen()
    await page.open()
    expect(page.state.value).toBe('empty')
  })
})
