/** Setting one rule: its new value, why, and for a number of a law the article it stands in. */
import { computed, reactive, watch } from 'vue'
import { useTask } from '@/composables/useTask'
import { useSession } from '@/session'
import { putSetting } from '../api'
import type { Setting, Share } from '../types'
import { CONSEQUENCE, LAW_CONSEQUENCE, NOT_VERIFIED, reasonFor, sayValue, WITHDRAWAL } from '../words'

interface Form { text: string, share: Share, on: boolean, back: boolean, reason: string, cite: string }

/** Nothing is chosen for anybody: a number of a law least of all. */
const NO_SHARE: Share = { num: 0, den: 0, over: false }

/** What the fields show when a rule is opened: what is in force. */
function begun(of: Setting): Form {
  const share = of.kind === 'share' ? of.value as Share | null : null
  return {
    text: of.kind === 'share' || of.kind === 'switch' ? '' : String(of.value ?? ''),
    share: { ...(share ?? NO_SHARE) }, on: of.value === true, back: false, reason: '', cite: of.cite ?? '',
  }
}

/** The value as the server takes it; undefined while it is none yet. */
function written(of: Setting, form: Form): unknown {
  if (form.back) return null
  if (of.kind === 'share') return form.share.num > 0 && form.share.den > 0 ? { ...form.share } : undefined
  if (of.kind === 'switch') return form.on
  const text = form.text.trim()
  if (of.kind === 'text') return text || undefined
  return /^\d{1,6}$/.test(text) ? Number(text) : undefined
}

export function useSettingForm(item: () => Setting | undefined, changed: (one: Setting) => void) {
  const session = useSession()
  const form = reactive<Form>({ text: '', share: { ...NO_SHARE }, on: false, back: false, reason: '', cite: '' })

  const value = computed(() => item() && written(item()!, form))
  const same = computed(() => JSON.stringify(value.value) === JSON.stringify(item()?.value) && form.cite.trim() === (item()?.cite ?? ''))
  const reason = computed(() => reasonFor(item()))
  const missing = computed(() => Math.max(0, reason.value.least - form.reason.trim().length))
  const ready = computed(() => value.value !== undefined && !same.value && !missing.value && (!item()?.law || !!form.cite.trim()))

  /** What can be taken back: a changed rule to its default, a number of a law to none. */
  const undoing = computed(() => {
    const of = item()
    if (!of || JSON.stringify(of.value) === JSON.stringify(of.default)) return ''
    return of.default === null ? '撤回这个数字，等重新核定' : `恢复默认：${sayValue(of, of.default)}`
  })
  const consequence = computed(() => {
    const of = item()
    if (form.back && of?.default === null) return WITHDRAWAL
    return of?.law ? LAW_CONSEQUENCE : CONSEQUENCE
  })
  /** The button says what will be. */
  const act = computed(() => {
    const of = item()
    if (!of || value.value === undefined) return of?.law ? '填写这个数字' : '改动这条规则'
    const said = sayValue(of, value.value === null ? of.default : value.value)
    if (said === NOT_VERIFIED) return '撤回核定'
    return of.law && !of.filled ? `填写为 ${said}` : `改为 ${said}`
  })

  const saving = useTask(async () => {
    const cite = item()!.law ? { cite: form.cite.trim() } : {}
    changed(await putSetting(session.base, item()!, { value: value.value, reason: form.reason.trim(), ...cite }))
  })

  watch(() => item()?.key, () => {
    const of = item()
    if (of) Object.assign(form, begun(of))
    saving.failure = ''
  }, { immediate: true })

  return { form, value, reason, missing, ready, undoing, consequence, act, saving }
}
