import { describe, expect, it } from 'vitest'
import { useEnrolmentForm } from '@/features/enrolment/composables/useEnrolmentForm'
import { lastAsked } from '../setup'
import { refuses, says, signedIn } from '../member'

const texts = {
  items: [
    { purpose: 'privacy', version: '2026-11', title: '个人信息处理说明', text: '…', required: true },
    { purpose: 'news', version: '2026-11', title: '活动通知', text: '…', required: false },
  ],
}
const answers = { name: '周海燕', id_number: '330203198506121226', phone: '19900001234', building: '3号楼', room: '702' }

async function opened() {
  signedIn({ communities: [] })
  says(texts)
  const page = useEnrolmentForm(() => ({ scene: 'NFdq', applicationId: '' }))
  await page.open()
  Object.assign(page.form, answers)
  return page
}

describe('useEnrolmentForm', () => {
  it('agrees to nothing beforehand, and waits for what must be agreed to', async () => {
    const page = await opened()
    expect([page.agreed.value, page.ready.value]).toEqual([[], false])
    page.agree('news', true)
    expect(page.ready.value).toBe(false)
    page.agree('privacy', true)
    expect(page.ready.value).toBe(true)
    page.agree('privacy', false)
    expect(page.ready.value).toBe(false)
  })

  it('hands in what was typed with the version of each text that was agreed to', async () => {
    const page = await opened()
    page.agree('privacy', true)
    says({ id: '77' })
    await page.sending.run()
    expect(lastAsked().url).toBe('/api/v1/enrolment/applications')
    expect(JSON.parse(lastAsked().data!)).toEqual({
      ...answers, relation: 'owner', scene: 'NFdq', consents: [{ purpose: 'privacy', version: '2026-11' }],
    })
    expect(page.sent.value).toBe('77')
  })

  it.each([
    ['id_number', 'id_number'], ['under_14', 'id_number'], ['phone', 'phone'], ['room', 'room'],
  ])('puts the refusal %s beside its field', async (code, field) => {
    const page = await opened()
    refuses(code, '请核对')
    await page.sending.run()
    expect([page.errors.value, page.refusal.value]).toEqual([{ [field]: '请核对' }, ''])
  })

  it('says above the button what belongs to no field', async () => {
    const page = await opened()
    refuses('already_applied', '您已经为这一户提交过申请', 409)
    await page.sending.run()
    expect([page.errors.value, page.refusal.value]).toEqual([{}, '您已经为这一户提交过申请'])
  })

  it('forgets the mark of a field when the form is sent again', async () => {
    const page = await opened()
    refuses('phone', '手机号应为 11 位数字')
    await page.sending.run()
    says({ id: '77' })
    await page.sending.run()
    expect(page.errors.value).toEqual({})
  })

  it('shows no field before it knows what belongs into it', async () => {
    signedIn({ communities: [] })
    says({ id: '77', building: '3号楼', room: '72', relation_name: '租客', reason: '房号应为 702' })
    const page = useEnrolmentForm(() => ({ scene: '', applicationId: '77' }))
    const opening = page.open()
    expect(page.state.value).toBe('loading')
    await opening
    expect(page.state.value).toBe('ready')
  })

  it('keeps what was typed when the page is opened again', async () => {
    const page = await opened()
    await page.open()
    expect([page.form.room, page.state.value]).toEqual([answers.room, 'ready'])
  })

  it('corrects a returned application: the home is filled in, the person is asked again', async () => {
    signedIn({ communities: [] })
    says({ id: '77', building: '3号楼', room: '72', relation_name: '租客', reason: '房号应为 702' })
    const page = useEnrolmentForm(() => ({ scene: '', applicationId: '77' }))
    await page.open()
    expect([page.form.building, page.form.relation, page.form.id_number]).toEqual(['3号楼', 'tenant', ''])
    Object.assign(page.form, answers)
    expect(page.ready.value).toBe(true)
    says({ id: '77' })
    await page.sending.run()
    expect(lastAsked().url).toBe('/api/v1/enrolment/applications/77/steps')
    expect(JSON.parse(lastAsked().data!)).toEqual({ verb: 'resubmit', form: { ...answers, relation: 'tenant' } })
  })
})
