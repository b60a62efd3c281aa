/** Filing for a neighbour: who he is, and how he agreed. 代录 only: nobody votes or takes a stance for another here. */
import { computed, reactive, ref, shallowRef } from 'vue'
import type { Schema } from '@/api/types'
import { useSession } from '@/session'
import { usePhotos } from './usePhotos'

export type Neighbour = Schema<'MemberOut'>
export interface OnBehalf { on_behalf_of: Required<Schema<'OnBehalfIn'>> }

export const CONSENTS = [
  { key: 'spoken', name: '当面口头' },
  { key: 'phone', name: '电话' },
  { key: 'written', name: '书面' },
]
const LEAST_WORDS = 5

/** `may`: the reader files for others here; `own`: he may write for himself too, so that it is a choice. */
export function useOnBehalf(may: () => boolean, own: () => boolean) {
  const session = useSession()
  const wanted = ref(false)
  const chosen = shallowRef<Neighbour>()
  const consent = ref('spoken')
  const words = ref('')
  const photos = usePhotos(() => `${session.base}/uploads`, 1)

  const active = computed(() => may() && (wanted.value || !own()))
  const member = computed(() => active.value ? chosen.value : undefined)
  /** What is still to be filled in; empty when nothing is. */
  const missing = computed(() => {
    if (!active.value) return ''
    if (!chosen.value) return '请选择代谁提交'
    if (words.value.trim().length < LEAST_WORDS) return `请写明本人怎样同意的，至少 ${LEAST_WORDS} 个字`
    return photos.holdup
  })
  const draft = (): OnBehalf | undefined => active.value
    ? {
        on_behalf_of: {
          membership_id: chosen.value!.id, consent: consent.value as OnBehalf['on_behalf_of']['consent'],
          words: words.value.trim(), photos: photos.ids,
        },
      }
    : undefined

  const turn = (on: boolean): void => void (wanted.value = on)
  const take = (one: Neighbour): void => void (chosen.value = one)
  const agreed = (how: string): void => void (consent.value = how)
  const say = (what: string): void => void (words.value = what)
  return reactive({
    may: computed(may), own: computed(own), wanted, active, member, consent, words, photos, missing, turn, take, agreed, say, draft,
  })
}
