/** 大家评: what one's home says of a result, and afterwards what all homes said. */
import { computed, reactive, ref, watch } from 'vue'
import { useSubject } from '@/composables/useSubject'
import { useTask } from '@/composables/useTask'
import { useSession } from '@/session'
import { rateResult, readEvaluation, remarkResult } from '../api'
import type { Evaluation } from '../types'
import { LEAST_COMPLAINT, LEAST_EVIDENCE } from '../words'

export function useEvaluation(topicId: () => string) {
  const session = useSession()
  const page = useSubject<Evaluation>(() => readEvaluation(session.base, topicId()))
  const evaluation = page.subject
  const homes = computed(() => evaluation.value?.mine.homes ?? [])
  const chosen = ref('')
  const home = computed(() => homes.value.find(one => one.home_id === chosen.value) ?? homes.value[0])
  /** A housemate has said it: it is his to change. */
  const taken = computed(() => home.value?.rating != null && !home.value.by_me)
  const form = reactive({ rating: 0, text: '' })

  /** Another home, or another word of it on the server; the page is read anew whenever it comes on screen. */
  watch([() => home.value?.home_id, () => home.value?.rating, () => home.value?.text], ([, rating, text]) => {
    Object.assign(form, { rating: rating ?? 0, text: text ?? '' })
  })

  const missing = computed(() => form.rating === 1 ? Math.max(0, LEAST_COMPLAINT - form.text.trim().length) : 0)
  const same = computed(() => form.rating === home.value?.rating && form.text.trim() === home.value.text)
  const ready = computed(() => form.rating > 0 && !missing.value && !same.value)
  const sending = useTask(async () => {
    await rateResult(session.base, topicId(), { home_id: home.value!.home_id, rating: form.rating, text: form.text.trim() })
    await page.refresh()
  })

  const remark = ref('')
  const remarkable = computed(() => remark.value.trim().length >= LEAST_EVIDENCE)
  const remarking = useTask(async () => {
    evaluation.value = await remarkResult(session.base, topicId(), remark.value.trim())
    remark.value = ''
  })

  return { ...page, evaluation, homes, chosen, home, taken, form, missing, same, ready, sending, remark, remarkable, remarking }
}
