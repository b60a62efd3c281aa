/** 委托书: which letters lie there, one more to register, and the second clerk's word on each. */
import { computed, reactive, ref } from 'vue'
import type { Act } from '@/composables/useActs'
import { confirm } from '@/composables/useConfirm'
import { usePhotos } from '@/composables/usePhotos'
import { useSubject } from '@/composables/useSubject'
import { useTask } from '@/composables/useTask'
import { useSession } from '@/session'
import { type Letter, readLetters, registerLetter, stepLetter } from '../desk'

export const REVOKE: Act = {
  name: '撤销委托', act: '撤销', consequence: '撤销后受委托人不能再代这户投票；这户可以重新委托。',
  reason: { label: '原因', least: 4, most: 200, placeholder: '例如：住户本人回来了' },
}

export function useLetters(id: () => string, home: () => string) {
  const session = useSession()
  const read = useSubject(() => readLetters(session.base, id()))
  const letters = read.subject
  const form = reactive({ phone: '', reason: '' })
  const photos = usePhotos(() => `${session.base}/uploads`, 1)
  const revoked = ref<Letter>()

  const missing = computed(() => {
    if (!/^1\d{10}$/.test(form.phone)) return '请填受委托人的十一位手机号'
    if (form.reason.trim().length < 4) return '请写明委托的原因'
    if (photos.pending) return photos.holdup
    return photos.ids.length ? '' : '请拍下委托书'
  })
  const registering = useTask(async () => {
    const body = { home_id: home(), phone: form.phone, upload_id: photos.ids[0], reason: form.reason.trim() }
    letters.value = await registerLetter(session.base, id(), body)
    Object.assign(form, { phone: '', reason: '' })
    photos.photos = []
  })
  const stepping = useTask(async (letter: Letter, body: Record<string, unknown>) => {
    letters.value = await stepLetter(session.base, id(), letter.id, body)
    revoked.value = undefined
  })

  async function press(verb: string, letter: Letter): Promise<void> {
    if (verb === 'revoke') return void (revoked.value = letter)
    const question = { title: '确认委托', consequence: `请先对照委托书。确认后 ${letter.agent} 可以代 ${letter.label} 投票。`, act: '确认委托' }
    if (await confirm(question)) await stepping.run(letter, { verb })
  }
  const give = (reason: string) => revoked.value && stepping.run(revoked.value, { verb: 'revoke', reason })
  return { ...read, letters, form, photos, missing, registering, stepping, press, give, revoked, close: () => (revoked.value = undefined) }
}
