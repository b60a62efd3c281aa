/**
 * The acts on one thing: the server says which verbs are offered now, a feature's table says how each is worded.
 *
 * An act is carried out at once, after a question (`consequence` with `act`), or after a reason was written (`reason`).
 */
import { computed, reactive, ref } from 'vue'
import type { OfferedVerb } from '@/components/AppVerbs.vue'
import { confirm } from './useConfirm'

export interface Reason { label: string, hint?: string, placeholder?: string, least: number }

export interface Act {
  name: string
  tone?: OfferedVerb['tone']
  /** What follows from it; asked before, or shown above the reason. */
  consequence?: string
  /** The button that really does it, four characters at most. */
  act?: string
  reason?: Reason
}

export type Take = (verb: string, fields?: Record<string, unknown>) => Promise<boolean>

/** A verb that the table does not know is not drawn: this version of the app has no words for it. */
export function useActs(words: Record<string, Act>, offered: () => string[], take: Take) {
  const asking = ref('')
  const busy = ref('')

  const verbs = computed<OfferedVerb[]>(() => offered()
    .filter(verb => words[verb])
    .map(verb => ({ verb, name: words[verb]!.name, tone: words[verb]!.tone })))
  /** The act whose reason is being asked for. */
  const open = computed(() => words[asking.value])

  async function carryOut(verb: string, fields?: Record<string, unknown>): Promise<boolean> {
    busy.value = verb
    try {
      return await take(verb, fields)
    }
    finally {
      busy.value = ''
    }
  }

  async function press(verb: string): Promise<void> {
    const word = words[verb]
    if (!word || busy.value) return
    if (word.reason) {
      asking.value = verb
      return
    }
    const sure = !word.act || await confirm({ title: word.name, consequence: word.consequence ?? '', act: word.act })
    if (sure) await carryOut(verb)
  }

  /** Sends the act that was asked about; the sheet stays open when the server refuses. */
  async function give(reason: string): Promise<void> {
    if (asking.value && await carryOut(asking.value, { reason })) asking.value = ''
  }

  const close = () => (asking.value = '')
  return reactive({ verbs, open, busy, press, give, close })
}
