/** Reading one sheet in: what the clerk sees on it, the photo, and what became of it. */
import { computed, ref } from 'vue'
import { usePhotos } from '@/composables/usePhotos'
import { useSubject } from '@/composables/useSubject'
import { useTask } from '@/composables/useTask'
import { useSession } from '@/session'
import { enterSheet, partsOf, readSheet } from '../desk'

const OUTCOMES: Record<string, string> = {
  entered_once: '第一遍已录入。请另一位工作人员对照纸质票录第二遍，录入前看不到您选的是什么。',
  entered: '两遍一致，已计入这户的票。这户的住户会收到通知（不显示选项）。',
  mismatch: '两遍不一致，没有计票。两位录入人都会收到通知，请对照票面由两人重新录入。',
}

export function usePaperEntry(id: () => string, scene: () => string) {
  const session = useSession()
  const read = useSubject(() => {
    const { serial, token } = partsOf(scene())
    return readSheet(session.base, id(), serial, token)
  })
  const sheet = read.subject
  const option = ref('')
  const done = ref('')
  const photos = usePhotos(() => `${session.base}/uploads`, 1)
  const label = computed(() => sheet.value?.options.find(one => one.id === option.value)?.label ?? '')
  /** What is still missing before it can be sent. */
  const missing = computed(() => {
    if (photos.pending) return photos.holdup
    if (sheet.value?.needs_photo && !photos.ids.length) return '请先拍下这张票'
    return option.value ? '' : '请选票面上勾选的一项'
  })

  const entering = useTask(async () => {
    const { serial, token } = partsOf(scene())
    const body = { option_id: option.value, upload_id: photos.ids[0] ?? null, token: token || null }
    sheet.value = await enterSheet(session.base, id(), serial, body)
    done.value = OUTCOMES[sheet.value.standing] ?? ''
  })
  return { ...read, sheet, option, label, done, photos, missing, entering }
}
