/** Opening what is masked. What the server answers lives on this screen: leaving it forgets it, nothing stores it. */
import { computed, reactive, ref, shallowRef } from 'vue'
import { useTask } from '@/composables/useTask'
import { unmask } from '../api'
import type { Field, Unmasked, Unmasking } from '../types'
import { FIELDS } from '../words'

const LEAST_REASON = 5

export function useUnmasking(base: () => string, id: () => string) {
  const asking = ref(false)
  const fields = ref<Field[]>([])
  const ground = ref<Unmasking['reason_code'] | ''>('')
  const reason = ref('')
  const opened = shallowRef<Unmasked>()
  let visit = 0

  const missing = computed(() => {
    if (!fields.value.length) return '请选要查看的项目'
    if (!ground.value) return '请选为什么查看'
    const short = LEAST_REASON - reason.value.trim().length
    return short > 0 ? `理由还差 ${short} 个字` : ''
  })
  /** What was opened, worded, in the order of the list. */
  const shown = computed(() => {
    const texts = opened.value
    return texts ? FIELDS.filter(one => one.key in texts).map(one => ({ ...one, text: texts[one.key] ?? '没有保存' })) : []
  })

  const sending = useTask(async () => {
    const mine = visit
    if (missing.value || !ground.value) return
    const texts = await unmask(base(), id(), { fields: fields.value, reason_code: ground.value, reason: reason.value.trim() })
    if (mine !== visit) return // the page was left meanwhile
    opened.value = { ...opened.value, ...texts }
    close()
  })

  function ask(): void {
    fields.value = []
    ground.value = reason.value = ''
    sending.failure = ''
    asking.value = true
  }

  function toggle(field: Field): void {
    fields.value = fields.value.includes(field) ? fields.value.filter(one => one !== field) : [...fields.value, field]
  }

  const choose = (key: string) => (ground.value = key as Unmasking['reason_code'])
  const write = (words: string) => (reason.value = words)
  const close = () => (asking.value = false)

  function forget(): void {
    visit++
    opened.value = undefined
    close()
  }

  return reactive({ asking, fields, ground, reason, missing, shown, sending, ask, toggle, choose, write, close, forget })
}
